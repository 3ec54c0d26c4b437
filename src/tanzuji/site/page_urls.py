"""Addresses of the site's own pages."""

from __future__ import annotations

from django.urls import path

from tanzuji.site import pages, policies, system

urlpatterns = [
    path("", pages.home, name="home"),
    path("policy/", policies.policy, name="policy"),
    path("policy/<slug:code>/", policies.policy, name="policy_of"),
    path("system/", system.system, name="system"),
    path("demo/sign-in/", pages.demo_sign_in, name="demo_sign_in"),
]
