// A client on the TypeScript SDK 2.x. Usage: node sdk2.mjs legacy|modern http URL | stdio COMMAND ARG...
// Prints one JSON object: what the server is, and what answered.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { exercise } from './exercise.mjs';

const [era, kind, target, ...rest] = process.argv.slice(2);
const transport =
  kind === 'http'
    ? new StreamableHTTPClientTransport(new URL(target))
    : new StdioClientTransport({ command: target, args: rest, stderr: 'inherit' });
const client = new Client(
  { name: 'e2e-sdk2', version: '1.0.0' },
  { capabilities: {}, versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' } },
);
await client.connect(transport);
await exercise(client, client.getServerVersion());
await client.close();
