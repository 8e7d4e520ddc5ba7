// A server on the TypeScript SDK 1.x behind a pipe, whose tools ask, report, log and hang. It tells what it saw of its caller.
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import {
  CallToolRequestSchema,
  CreateMessageResultSchema,
  ElicitResultSchema,
  ListResourcesRequestSchema,
  ListRootsResultSchema,
  ListToolsRequestSchema,
  ReadResourceRequestSchema,
} from '@modelcontextprotocol/sdk/types.js';

const server = new Server({ name: 'probe', version: '1.0.0' }, { capabilities: { tools: {}, resources: {}, logging: {} } });
let aborted = 0;

const tools = {
  sample: async (args, extra) => {
    const message = { role: 'user', content: { type: 'text', text: 'who are you?' } };
    const params = { messages: [message], maxTokens: 10 };
    const answer = await extra.sendRequest({ method: 'sampling/createMessage', params }, CreateMessageResultSchema);
    return answer.content.text;
  },
  elicit: async (args, extra) => {
    const requestedSchema = { type: 'object', properties: { value: { type: 'string' } } };
    const params = { message: 'who are you?', requestedSchema };
    const answer = await extra.sendRequest({ method: 'elicitation/create', params }, ElicitResultSchema);
    return answer.content.value;
  },
  list_roots: async (args, extra) =>
    (await extra.sendRequest({ method: 'roots/list' }, ListRootsResultSchema)).roots[0].uri,
  progress: async (args, extra) => {
    const progressToken = extra._meta?.progressToken;
    for (let progress = 1; progressToken !== undefined && progress <= 4; progress++) {
      await extra.sendNotification({ method: 'notifications/progress', params: { progressToken, progress, total: 4 } });
    }
    return 'done';
  },
  sleep: (args, extra) =>
    new Promise((resolve) => {
      const timer = setTimeout(() => resolve('slept'), 60_000);
      extra.signal.addEventListener('abort', () => {
        aborted++;
        clearTimeout(timer);
        resolve('aborted');
      });
    }),
  aborts: async () => String(aborted),
  meta: async (args, extra) => JSON.stringify(extra._meta ?? {}),
};

server.setRequestHandler(ListToolsRequestSchema, async () => ({
  tools: Object.keys(tools).map((name) => ({ name, inputSchema: { type: 'object' } })),
}));
server.setRequestHandler(CallToolRequestSchema, async (request, extra) => ({
  content: [{ type: 'text', text: await tools[request.params.name](request.params.arguments, extra) }],
}));
server.setRequestHandler(ListResourcesRequestSchema, async () => ({ resources: [{ uri: 'probe://r', name: 'r' }] }));
server.setRequestHandler(ReadResourceRequestSchema, async (request) => ({
  contents: [{ uri: request.params.uri, text: 'content' }],
}));
await server.connect(new StdioServerTransport());
