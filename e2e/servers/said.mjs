// A server behind a pipe that says of itself what a file says: {"instructions": "...", "tools": [...], "prompts": [...]}. Usage:
// node said.mjs FILE. The file is read at the start, and again when the tool "announce" is called, which tells of the change. The tool
// "die" ends the process; every other tool says its name.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const read = () => JSON.parse(readFileSync(process.argv[2], 'utf8'));
let said = read();
const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');
const tell = (list) => send({ method: `notifications/${list}/list_changed` });
const call = (name) => {
  if (name === 'die') process.exit(0);
  if (name === 'announce') {
    said = read();
    ['tools', 'prompts'].forEach(tell);
  }
  return { content: [{ type: 'text', text: `called ${name}` }] };
};
const methods = {
  initialize: () => ({
    protocolVersion: '2025-06-18',
    capabilities: { tools: { listChanged: true }, prompts: { listChanged: true } },
    serverInfo: { name: 'said', version: '1.0.0' },
    ...(said.instructions ? { instructions: said.instructions } : {}),
  }),
  ping: () => ({}),
  'tools/list': () => ({ tools: said.tools.map((tool) => ({ inputSchema: { type: 'object' }, ...tool })) }),
  'prompts/list': () => ({ prompts: said.prompts ?? [] }),
  'prompts/get': ({ name }) => ({ messages: [{ role: 'user', content: { type: 'text', text: `prompt ${name}` } }] }),
  'tools/call': ({ name }) => call(name),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const handler = methods[method];
  send(handler ? { id, result: handler(params) } : { id, error: { code: -32601, message: `There is no ${method}` } });
}
process.exit(0);
