// A client on the TypeScript SDK 2.x whose user allows what is asked for, when it is asked for.
// Usage: node step-up.mjs legacy|modern URL CLIENT_ID
// Prints "AUTHORIZE url" for the browser and reads a line with the query of the callback; prints one JSON object at the end.
import { createInterface } from 'node:readline';
import { Client, StreamableHTTPClientTransport, UnauthorizedError } from '@modelcontextprotocol/client';

const [era, url, clientId] = process.argv.slice(2);
const callbacks = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const kept = {};
const asked = [];
const provider = {
  redirectUrl: 'http://127.0.0.1:7777/callback',
  clientMetadata: { client_name: 'step-up', redirect_uris: ['http://127.0.0.1:7777/callback'] },
  clientInformation: () => ({ client_id: clientId }),
  tokens: () => kept.tokens,
  saveTokens: (tokens) => (kept.tokens = tokens),
  codeVerifier: () => kept.verifier,
  saveCodeVerifier: (verifier) => (kept.verifier = verifier),
  redirectToAuthorization: (page) => {
    asked.push(page.searchParams.get('scope'));
    console.log(`AUTHORIZE ${page}`);
  },
};

const connecting = () => new StreamableHTTPClientTransport(new URL(url), { authProvider: provider });
const opening = () =>
  new Client(
    { name: 'e2e-step-up', version: '1.0.0' },
    { capabilities: {}, versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' } },
  );

let transport = connecting();
let client = opening();
async function withUser(doing) {
  try {
    return await doing();
  } catch (error) {
    if (!(error instanceof UnauthorizedError)) {
      throw error;
    }
    await transport.finishAuth(new URLSearchParams((await callbacks.next()).value));
    return null;
  }
}

if ((await withUser(() => client.connect(transport).then(() => true))) === null) {
  transport = connecting();
  client = opening();
  await client.connect(transport);
}
const tools = (await client.listTools()).tools.map((tool) => tool.name);
const echo = (await client.callTool({ name: 'echo', arguments: { message: 'm' } })).content[0].text;
const add = () => client.callTool({ name: 'add', arguments: { a: 2, b: 40 } });
const sum = (await withUser(add)) ?? (await add());
console.log(JSON.stringify({ asked, tools, echo, sum: sum.content[0].text, scope: kept.tokens.scope }));
await client.close();
process.exit(0);
