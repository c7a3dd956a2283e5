"""The core of Esteira: what every door (function, worker, console, command line) calls."""
