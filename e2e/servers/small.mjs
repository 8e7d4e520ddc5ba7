// A server behind a pipe without any SDK, quick to start. Usage: node small.mjs NAME. Its tools are NAME (says NAME and what it
// was told), NAME_slow (the same after "ms" milliseconds), NAME_wait (once there is a "file") and NAME_variable (a variable of
// its environment).
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

const name = process.argv[2];
const send = (message) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', ...message }) + '\n');
const text = (value) => ({ content: [{ type: 'text', text: `${name} ${value}` }] });
const tools = {
  [name]: async (args) => args.message ?? '',
  [`${name}_slow`]: (args) => new Promise((resolve) => setTimeout(() => resolve('slept'), args.ms)),
  [`${name}_wait`]: async (args) => {
    while (!existsSync(args.file)) await new Promise((resolve) => setTimeout(resolve, 20));
    return 'waited';
  },
  [`${name}_variable`]: async (args) => process.env[args.name] ?? 'unset',
};
// The first one may be called twice.
const describe = (tool) => ({ name: tool, inputSchema: { type: 'object' }, annotations: { idempotentHint: tool === name } });
const methods = {
  initialize: async () => ({
    protocolVersion: '2025-06-18',
    capabilities: { tools: { listChanged: true } },
    serverInfo: { name, version: '1.0.0' },
  }),
  ping: async () => ({}),
  'tools/list': async () => ({ tools: Object.keys(tools).map(describe) }),
  'tools/call': async (params) => text(await tools[params.name](params.arguments ?? {})),
};

for await (const line of createInterface({ input: process.stdin })) {
  const { id, method, params } = JSON.parse(line);
  if (id === undefined) continue;
  const handler = methods[method];
  if (!handler) send({ id, error: { code: -32601, message: `There is no ${method}` } });
  else if (params?.name && !tools[params.name]) send({ id, error: { code: -32602, message: `Unknown tool: ${params.name}` } });
  else handler(params).then((result) => send({ id, result }));
}
process.exit(0);
