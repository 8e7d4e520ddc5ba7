// A client on the TypeScript SDK 1.x (legacy era). Usage: node sdk1.mjs http|sse|ws URL | stdio COMMAND ARG...
// Prints one JSON object: what the server is, and what answered.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { SSEClientTransport } from '@modelcontextprotocol/sdk/client/sse.js';
import { WebSocketClientTransport } from '@modelcontextprotocol/sdk/client/websocket.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { exercise } from './exercise.mjs';

const [kind, target, ...rest] = process.argv.slice(2);
const transports = {
  http: () => new StreamableHTTPClientTransport(new URL(target)),
  sse: () => new SSEClientTransport(new URL(target)),
  ws: () => new WebSocketClientTransport(new URL(target)),
  stdio: () => new StdioClientTransport({ command: target, args: rest, stderr: 'inherit' }),
};
const transport = transports[kind]();
const client = new Client({ name: 'e2e-sdk1', version: '1.0.0' }, { capabilities: {} });
await client.connect(transport);
await exercise(client, client.getServerVersion());
await client.close();
