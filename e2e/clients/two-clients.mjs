// Two clients of one gateway do the same things at once. Usage: node two-clients.mjs legacy|modern URL [SERVER]
// Prints what each of them got, as one JSON object: nothing of one may reach the other. SERVER is "probe" where it has that
// server's own tools.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const [era, url, server] = process.argv.slice(2);
const trace = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

async function open(name) {
  const client = new Client(
    { name, version: '1.0.0' },
    {
      capabilities: { sampling: {}, elicitation: { form: {} }, roots: {} },
      versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' },
    },
  );
  client.setRequestHandler('sampling/createMessage', async () => ({
    role: 'assistant',
    model: 'none',
    content: { type: 'text', text: name },
  }));
  client.setRequestHandler('elicitation/create', async (request) => {
    const field = Object.keys(request.params.requestedSchema.properties)[0];
    return { action: 'accept', content: { [field]: name } };
  });
  client.setRequestHandler('roots/list', async () => ({ roots: [{ uri: `file:///${name}`, name }] }));
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  return client;
}

async function exercise(client, name) {
  const call = async (tool, args = {}, options = {}) =>
    (await client.callTool({ name: tool, arguments: args, ...options.params }, options)).content[0].text;
  const progress = [];
  const seen = {
    sampling: await call('sample', { prompt: 'who are you?' }),
    elicitation: await call('elicit', { message: 'who are you?' }),
    roots: await call('list_roots'),
    progressDone: await call('progress', { steps: 4, delayMillis: 1 }, { onprogress: (event) => progress.push(event.progress) }),
  };
  seen.progress = progress;
  if (server === 'probe') {
    const _meta = { traceparent: trace, 'com.example/who': name };
    seen.meta = JSON.parse((await client.callTool({ name: 'meta', arguments: {}, _meta })).content[0].text);
  }
  const controller = new AbortController();
  const sleeping = call('sleep', { millis: 10_000 }, { signal: controller.signal }).then(
    () => 'answered',
    () => 'cancelled',
  );
  setTimeout(() => controller.abort(), 500);
  seen.cancel = await sleeping;
  return seen;
}

const names = ['alice', 'bob'];
const clients = await Promise.all(names.map(open));
const outcomes = await Promise.all(clients.map((client, i) => exercise(client, names[i])));
const resources = (await clients[0].listResources()).resources.map((resource) => resource.uri);
console.log(JSON.stringify({ alice: outcomes[0], bob: outcomes[1], resources }));
await Promise.all(clients.map((client) => client.close()));
process.exit(0);
