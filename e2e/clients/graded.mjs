// The client that the conformance suite starts when it grades the gateway as a client.
// Usage: node graded.mjs legacy|modern CONTROL BACKEND
// BACKEND is the suite's mock server. POST CONTROL puts it behind a gateway and says where that is; then this plays what
// the scenario asks of a client, against the gateway; DELETE CONTROL ends the gateway, since the mock server waits for
// its connections to end.
const [era, control, backend] = process.argv.slice(2);
const scenario = process.env.MCP_CONFORMANCE_SCENARIO;
const MODERN = '2026-07-28';

const plays = {
  'elicitation-sep1034-client-defaults': (client) => client.callTool({ name: 'test_client_elicitation_defaults' }),
  'sse-retry': (client) => client.callTool({ name: 'test_reconnection', arguments: {} }),
  'http-standard-headers': readAll,
  'http-custom-headers': playContext,
  'http-invalid-tool-headers': callWhatIsListed,
  'sep-2322-client-request-state': answerQuestions,
  'json-schema-2020-12-preservation': echoSchema,
  tools_call: (client) => client.callTool({ name: 'add_numbers', arguments: { a: 5, b: 3 } }),
};

const endpoint = await (await fetch(control, { method: 'POST', body: backend })).text();
try {
  const client = await connect();
  await client.listTools();
  await plays[scenario]?.(client);
  await client.close();
} finally {
  await fetch(control, { method: 'DELETE', body: endpoint });
}

async function connect() {
  const capabilities = { elicitation: { form: { applyDefaults: true } }, roots: {}, sampling: {} };
  if (era === 'legacy') {
    const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
    const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
    const { ElicitRequestSchema } = await import('@modelcontextprotocol/sdk/types.js');
    const client = new Client({ name: 'graded', version: '1.0.0' }, { capabilities });
    client.setRequestHandler(ElicitRequestSchema, accept);
    await client.connect(new StreamableHTTPClientTransport(new URL(endpoint)));
    return client;
  }
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const client = new Client(
    { name: 'graded', version: '1.0.0' },
    { capabilities, versionNegotiation: { mode: { pin: MODERN } } },
  );
  client.setRequestHandler('elicitation/create', accept);
  await client.connect(new StreamableHTTPClientTransport(new URL(endpoint)));
  return client;
}

function accept(request) {
  const asked = request.params.requestedSchema.properties;
  return { action: 'accept', content: 'confirmed' in asked ? { confirmed: true } : {} };
}

async function readAll(client) {
  for (const tool of (await client.listTools()).tools) {
    await client.callTool({ name: tool.name, arguments: {} });
  }
  for (const resource of (await client.listResources()).resources) {
    await client.readResource({ uri: resource.uri });
  }
  for (const prompt of (await client.listPrompts()).prompts) {
    await client.getPrompt({ name: prompt.name });
  }
}

async function playContext(client) {
  for (const call of JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT).toolCalls) {
    await client.callTool(call);
  }
}

// The SDK would leave out the tools that the gateway has to leave out, so this one asks by hand.
async function callWhatIsListed() {
  for (const tool of (await ask('tools/list', {})).tools) {
    await ask('tools/call', { name: tool.name, arguments: {} });
  }
}

async function ask(method, params) {
  const _meta = { 'io.modelcontextprotocol/protocolVersion': MODERN, 'io.modelcontextprotocol/clientCapabilities': {} };
  const headers = {
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': MODERN,
    'Mcp-Method': method,
    ...(params.name && { 'Mcp-Name': params.name }),
  };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } });
  return (await (await fetch(endpoint, { method: 'POST', headers, body })).json()).result;
}

async function answerQuestions(client) {
  const asking = client.callTool({ name: 'test_mrtr_echo_state', arguments: {} });
  await client.callTool({ name: 'test_mrtr_unrelated', arguments: {} });
  await asking;
  await client.callTool({ name: 'test_mrtr_no_state', arguments: {} });
  await client.callTool({ name: 'test_mrtr_no_result_type', arguments: {} });
}

async function echoSchema(client) {
  const { tools } = await client.listTools();
  const schema = tools.find((tool) => tool.name === 'json_schema_2020_12_tool').inputSchema;
  await client.callTool({ name: 'json_schema_echo', arguments: { schema } });
}
