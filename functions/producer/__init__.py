"""The producer function: publishes the orders of the sources."""
