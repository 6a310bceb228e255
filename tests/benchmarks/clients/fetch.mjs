// Sends one request after the other with Node's fetch for some seconds, and prints how many were answered.
// The argument is JSON: url, method, headers, body, number, seconds. The place `{n}` in the URL and the body gets a
// number that each request has alone.

const { url, method, headers, body, number, seconds } = JSON.parse(process.argv[2]);

async function send(n) {
  const filled = (text) => text.replaceAll("{n}", n);
  const response = await fetch(filled(url), { method, headers, body: body ? filled(body) : undefined });
  await response.text();
  if (response.status !== 200) {
    console.error(`${method} ${filled(url)} was answered with ${response.status}`);
    process.exit(1);
  }
}

// The first request takes longer: Node loads fetch with it.
await send(number);
let sent = 1;
const end = performance.now() + seconds * 1000;
while (performance.now() < end) {
  await send(number + sent);
  sent += 1;
}
console.log(sent);
