-- Sends what a plan says (its file is the argument), and prints one line of numbers at the end.

local plan
local sent, answered, searches, written = 0, 0, 0, 0
local waiting, first_waiting, last_waiting = {}, 1, 0
local stage = {}

local function filled(request, values)
  local fill = function(text) return (text:gsub("{([%w_]+)}", values)) end
  return wrk.format(request.method, fill(request.path), request.headers, request.body and fill(request.body))
end

local function date(seconds)
  return os.date("!%Y-%m-%dT%H:%M:%S", seconds)
end

local function push(request)
  last_waiting = last_waiting + 1
  waiting[last_waiting] = request
end

local function write()
  if first_waiting <= last_waiting then
    local request = waiting[first_waiting]
    waiting[first_waiting] = nil
    first_waiting = first_waiting + 1
    return request
  end
  written = written + 1
  return filled(plan.create, { n = plan.number + written })
end

local function read()
  searches = searches + 1
  local request = plan.reads[searches % #plan.reads + 1]
  if request.ready then
    return request.ready
  end
  local values = { n = plan.number + searches }
  if plan.width then
    local start = plan.first + values.n * plan.step % plan.starts
    values.from, values.to = start, start + plan.width
    values.from_date, values.to_date = date(start), date(start + plan.width)
  end
  return filled(request, values)
end

local function next_request()
  sent = sent + 1
  if plan.create and sent % plan.writes_every == 0 then
    return write()
  end
  return read()
end

local function id_after(mark, body)
  local _, last = body:find(mark, 1, true)
  return last and body:match("^[%w_%-]+", last + 1)
end

local function follow(body)
  local id = id_after(plan.made, body) or (plan.got and id_after(plan.got, body))
  if not id then
    return
  end
  if stage[id] == nil and plan.read then
    stage[id] = "read"
    push(filled(plan.read, { id = id }))
  elseif stage[id] ~= "deleted" then
    stage[id] = "deleted"
    push(filled(plan.delete, { id = id }))
  else
    stage[id] = nil
  end
end

local function on_response(_, _, body)
  if plan.create then
    follow(body)
  end
  answered = answered + 1
  if answered == plan.most then
    io.stderr:write("reached\n")
    wrk.thread:stop()
  end
end

function init(arguments)
  plan = dofile(arguments[1])
  for _, request in ipairs(plan.reads) do
    if request.is_plain then
      request.ready = wrk.format(request.method, request.path, request.headers, request.body)
    end
  end
  local only = #plan.reads == 1 and not plan.create and plan.reads[1]
  if only and only.ready then
    wrk.method, wrk.path, wrk.headers, wrk.body = only.method, only.path, only.headers, only.body
  else
    request = next_request
  end
  if plan.create or plan.most then
    response = on_response
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("RESULT requests=%d microseconds=%d bytes=%d p50=%d p99=%d refused=%d broken=%d\n",
    summary.requests, summary.duration, summary.bytes, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
