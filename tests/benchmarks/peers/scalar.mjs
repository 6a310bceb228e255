// Serves an OpenAPI document as Scalar's docs show: node scalar.mjs NODE_MODULES DOCUMENT PORT
import { readFile } from "node:fs/promises";

const [modules, document, port] = process.argv.slice(2);
const { createMockServer } = await import(`${modules}/@scalar/mock-server/dist/index.js`);
const { serve } = await import(`${modules}/@hono/node-server/dist/index.mjs`);
const app = await createMockServer({ document: JSON.parse(await readFile(document, "utf8")) });
serve({ fetch: app.fetch, port: Number(port), hostname: "127.0.0.1" });
