"""The flow-control door: who may look at and change weights, limits and pauses."""
