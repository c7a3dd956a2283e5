"""Disposable servers, and the tools of the suites: a load, a checker, a proxy that breaks connections."""
