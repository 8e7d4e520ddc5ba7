// A client on the TypeScript SDK 1.x (legacy era). Usage: node sdk1.mjs http URL | stdio COMMAND ARG...
// Prints one JSON object: what the server is, and what answered.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { exercise } from './exercise.mjs';

const [kind, target, ...rest] = process.argv.slice(2);
const transport =
  kind === 'http'
    ? new StreamableHTTPClientTransport(new URL(target))
    : new StdioClientTransport({ command: target, args: rest, stderr: 'inherit' });
const client = new Client({ name: 'e2e-sdk1', version: '1.0.0' }, { capabilities: {} });
await client.connect(transport);
await exercise(client, client.getServerVersion());
await client.close();
