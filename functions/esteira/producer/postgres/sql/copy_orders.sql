COPY orders (product, price, security_check) FROM STDIN
