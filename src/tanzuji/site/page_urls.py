"""Addresses of the site's own pages."""

from __future__ import annotations

from django.urls import path

from tanzuji.site import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("demo/sign-in/", pages.demo_sign_in, name="demo_sign_in"),
]
