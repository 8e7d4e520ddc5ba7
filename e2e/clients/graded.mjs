// The client that the conformance suite starts when it grades the gateway as a client.
// Usage: node graded.mjs legacy|modern CONTROL BACKEND
// BACKEND is the suite's mock server. POST CONTROL puts it behind a gateway and says where that is; then this plays what
// the scenario asks of a client and its user, against the gateway; DELETE CONTROL ends the gateway, since the mock server
// waits for its connections to end.
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

// What the user of a gateway would write into its configuration.
const clientMetadata = 'https://conformance-test.local/client-metadata.json';
const settings = {
  'auth/basic-cimd': () => ({ clientMetadata }),
  'auth/pre-registration': (given) => ({
    clientId: given.client_id,
    clientSecret: given.client_secret,
    issuer: given.issuer,
  }),
  'auth/client-credentials-basic': (given) => ({
    grant: 'client_credentials',
    clientId: given.client_id,
    clientSecret: given.client_secret,
  }),
  'auth/client-credentials-jwt': (given) => ({
    grant: 'client_credentials',
    clientId: given.client_id,
    privateKey: given.private_key_pem,
  }),
  'auth/wif-jwt-bearer': (given) => ({ grant: 'jwt_bearer', clientId: given.client_id, token: given.valid_jwt }),
  'auth/enterprise-managed-authorization': (given) => ({
    grant: 'enterprise',
    clientId: given.client_id,
    clientSecret: given.client_secret,
    token: given.idp_id_token,
    identityProvider: { tokenEndpoint: given.idp_token_endpoint, clientId: given.idp_client_id },
  }),
};

const server = { url: backend };
if (scenario.startsWith('auth/')) {
  const given = JSON.parse(process.env.MCP_CONFORMANCE_CONTEXT ?? '{}');
  server.auth = { oauth: settings[scenario]?.(given) ?? {} };
}
const endpoint = await (await fetch(control, { method: 'POST', body: JSON.stringify(server) })).text();
try {
  const client = await connect();
  await client.listTools();
  await (plays[scenario] ?? (scenario.startsWith('auth/') ? useAll : undefined))?.(client);
  await client.close();
} finally {
  await fetch(control, { method: 'DELETE', body: endpoint });
}

async function connect() {
  const capabilities = { elicitation: { form: { applyDefaults: true }, url: {} }, roots: {}, sampling: {} };
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

async function accept(request) {
  if (request.params.mode === 'url') {
    // The user opens the page; the mock authorization server sends the browser back at once.
    await fetch(request.params.url);
    return { action: 'accept' };
  }
  const asked = request.params.requestedSchema.properties;
  return { action: 'accept', content: 'confirmed' in asked ? { confirmed: true } : {} };
}

// Logs in where that is what the server offers, then uses it.
async function useAll(client) {
  for (let logins = 0; logins < 3; logins++) {
    for (const tool of (await client.listTools()).tools) {
      await client.callTool({ name: tool.name, arguments: {} });
    }
  }
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
