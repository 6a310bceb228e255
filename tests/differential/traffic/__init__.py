"""The requests that both servers get, one module per group or part of one."""
