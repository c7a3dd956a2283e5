"""An HTTP server for WSGI applications: a thread a connection, with the parser of Node.js (`httptools`).

Made for a few dozen clients on one machine that keep their connections: no request changes threads, so an answer costs
one read and one write. Header names keep their case, which other servers with a native parser lose. No TLS, no HTTP/2,
no WebSockets.
"""
