"""Addresses of the certificates room's pages."""

from __future__ import annotations

from django.urls import path

from tanzuji.certificates.pages import acting, papers, reading

app_name = "certificates"

urlpatterns = [
    path("", reading.home, name="home"),
    path("<str:number>/certificate.pdf", papers.pdf, name="pdf"),
    path("<str:number>/certificate.json", papers.facts, name="facts"),
    path("<str:certificate_number>/", reading.certificate, name="certificate"),
    path("<str:certificate_number>/act/", acting.act, name="act"),
    path("<str:certificate_number>/correct/", acting.correct, name="correct"),
]
