"""What differs between provinces, as data: conversion paths, stages, targets, encouraged products, switches."""
