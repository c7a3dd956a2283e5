"""Real Lambda execution on LocalStack without Docker.

LocalStack asks a *runtime executor* to run functions. This one starts AWS's own Python runtime client
(`awslambdaric`) as a plain process and serves it AWS's Lambda Runtime API on a loopback port.

From the outside in: `plugin` is what LocalStack finds, `executor` translates LocalStack's objects, `sandbox` is one
execution environment that outlives its processes, `function_process` is one process with its `runtime_api`,
`log_pipe` and `reaper`. Everything below `executor` knows nothing of LocalStack.
"""
