// A server of the legacy era with every feature, on the TypeScript SDK 1.x: over stdio, or with "http" or "sse" as argument
// over Streamable HTTP or HTTP+SSE (prints its port).
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { InMemoryTaskMessageQueue, InMemoryTaskStore } from '@modelcontextprotocol/sdk/experimental/tasks/stores/in-memory.js';
import {
  CallToolRequestSchema,
  CompleteRequestSchema,
  CreateMessageResultSchema,
  ElicitResultSchema,
  GetPromptRequestSchema,
  ListPromptsRequestSchema,
  ListResourcesRequestSchema,
  ListRootsResultSchema,
  ListToolsRequestSchema,
  McpError,
  ReadResourceRequestSchema,
  SubscribeRequestSchema,
  UnsubscribeRequestSchema,
  UrlElicitationRequiredError,
} from '@modelcontextprotocol/sdk/types.js';
import { form, items, names, page, prompt, read, sampled, text } from './features.mjs';

let aborted = 0;
const visited = new Set();
const held = new Map();

const capabilities = {
  completions: {},
  logging: {},
  prompts: {},
  resources: { subscribe: true },
  tools: { listChanged: true },
  tasks: { list: {}, cancel: {}, requests: { tools: { call: {} } } },
};

const tell = async (extra, progress) => {
  const progressToken = extra._meta?.progressToken;
  if (progressToken !== undefined) {
    await extra.sendNotification({ method: 'notifications/progress', params: { progressToken, progress, total: 3 } });
  }
};

function build(taskStore, taskMessageQueue) {
  const server = new Server({ name: 'legacy', version: '1.0.0' }, { capabilities, taskStore, taskMessageQueue });
  const added = [];
  const subscribed = new Set();
  const elicited = async (extra, options) =>
    (await extra.sendRequest({ method: 'elicitation/create', params: form }, ElicitResultSchema, options)).content.name;
  const tools = {
    echo: async args => `echo: ${args.text}`,
    fail: async () => { throw new Error('the tool failed'); },
    progress: async (args, extra) => {
      for (let progress = 1; progress <= 3; progress++) {
        await tell(extra, progress);
      }
      return 'progressed';
    },
    log: async (args, extra) => {
      await extra.sendNotification({ method: 'notifications/message', params: { level: 'debug', data: 'too much' } });
      await extra.sendNotification({ method: 'notifications/message', params: { level: 'info', data: 'from the tool' } });
      return 'logged';
    },
    wait: (args, extra) => new Promise(resolve => {
      extra.signal.addEventListener('abort', () => resolve(++aborted));
      tell(extra, 1);
    }),
    aborted: async () => String(aborted),
    sample: async (args, extra) =>
      (await extra.sendRequest({ method: 'sampling/createMessage', params: sampled }, CreateMessageResultSchema)).content.text,
    elicit: (args, extra) => elicited(extra),
    visit: async (args, extra) => {
      const params = { mode: 'url', message: 'Visit this', url: 'https://example.test/visit', elicitationId: randomUUID() };
      const answer = await extra.sendRequest({ method: 'elicitation/create', params }, ElicitResultSchema);
      await extra.sendNotification({ method: 'notifications/elicitation/complete', params: { elicitationId: params.elicitationId } });
      return answer.action;
    },
    visit_first: async (args, extra) => {
      if (visited.has(args.key)) {
        return 'visited';
      }
      const elicitationId = randomUUID();
      setTimeout(() => {
        visited.add(args.key);
        extra.sendNotification({ method: 'notifications/elicitation/complete', params: { elicitationId } }).catch(() => {});
        server.notification({ method: 'notifications/elicitation/complete', params: { elicitationId } }).catch(() => {});
      }, 500);
      throw new UrlElicitationRequiredError([{ mode: 'url', message: 'Visit this first', url: 'https://example.test/first', elicitationId }]);
    },
    hold: (args, extra) => new Promise(resolve => {
      held.set(args.key, () => tell(extra, 2).then(() => resolve('let go')));
      tell(extra, 1);
    }),
    release: async args => {
      held.get(args.key)();
      return 'released';
    },
    roots: async (args, extra) => (await extra.sendRequest({ method: 'roots/list' }, ListRootsResultSchema)).roots[0].uri,
    add_tool: async args => {
      added.push(args.name);
      await server.sendToolListChanged();
      return 'added';
    },
    touch: async args => {
      if (subscribed.has(args.uri)) {
        await server.sendResourceUpdated({ uri: args.uri });
      }
      return 'touched';
    },
    meta: async (args, extra) => JSON.stringify(extra._meta ?? {}),
    job: async args => `did ${args.text}`,
    job_asks: async (args, extra) => `hello ${await elicited(extra, extra.relatedTask)}`,
    job_hangs: (args, extra) => new Promise(() => {}),
  };

  // Work that goes on as a task; what it asks travels with the task.
  const begin = async (request, extra) => {
    const task = await extra.taskStore.createTask({ ttl: extra.taskRequestedTtl ?? 60_000, pollInterval: 20 });
    const own = { ...extra, relatedTask: { relatedTask: { taskId: task.taskId } } };
    tools[request.params.name](request.params.arguments ?? {}, own)
      .then(value => extra.taskStore.storeTaskResult(task.taskId, 'completed', text(value)))
      .catch(() => {});
    return { task };
  };

  server.setRequestHandler(ListToolsRequestSchema, async request => {
    const all = [...Object.keys(tools), ...added].map(name => ({
      name,
      inputSchema: { type: 'object' },
      ...(name.startsWith('job') && { execution: { taskSupport: 'optional' } }),
    }));
    return page('tools', all, request.params?.cursor);
  });
  server.setRequestHandler(CallToolRequestSchema, async (request, extra) => {
    if (request.params.task) {
      return begin(request, extra);
    }
    try {
      return text(await tools[request.params.name](request.params.arguments ?? {}, extra));
    } catch (error) {
      if (error instanceof McpError) {
        throw error;
      }
      return { ...text(error.message), isError: true };
    }
  });
  server.setRequestHandler(ListResourcesRequestSchema, async request => page('resources', items, request.params?.cursor));
  server.setRequestHandler(ReadResourceRequestSchema, async request => {
    const result = read(request.params.uri);
    if (!result) {
      throw new McpError(-32002, 'Resource not found', { uri: request.params.uri });
    }
    return result;
  });
  server.setRequestHandler(SubscribeRequestSchema, async request => { subscribed.add(request.params.uri); return {}; });
  server.setRequestHandler(UnsubscribeRequestSchema, async request => { subscribed.delete(request.params.uri); return {}; });
  server.setRequestHandler(ListPromptsRequestSchema, async () => ({ prompts: [prompt] }));
  server.setRequestHandler(GetPromptRequestSchema, async request => ({
    messages: [{ role: 'user', content: { type: 'text', text: `Greet ${request.params.arguments?.name}` } }],
  }));
  server.setRequestHandler(CompleteRequestSchema, async request => ({
    completion: { values: names.filter(name => name.startsWith(request.params.argument.value)), hasMore: false },
  }));
  return server;
}

const fresh = () => build(new InMemoryTaskStore(), new InMemoryTaskMessageQueue());
const kind = process.argv[2];
if (kind === undefined) {
  await fresh().connect(new StdioServerTransport());
} else {
  const sessions = new Map();
  const http = createServer((request, response) => (kind === 'sse' ? sse : streamable)(request, response).catch(error => {
    process.stderr.write(`${error.stack}\n`);
    response.destroy();
  }));
  http.listen(0, '127.0.0.1', () => console.log(http.address().port));
  process.stdin.on('end', () => process.exit(0)).resume();

  async function streamable(request, response) {
    let transport = sessions.get(request.headers['mcp-session-id']);
    if (!transport && request.method === 'POST' && !request.headers['mcp-session-id']) {
      transport = new StreamableHTTPServerTransport({
        sessionIdGenerator: randomUUID,
        onsessioninitialized: id => sessions.set(id, transport),
        onsessionclosed: id => sessions.delete(id),
      });
      await fresh().connect(transport);
    }
    return transport ? transport.handleRequest(request, response) : response.writeHead(404).end();
  }

  async function sse(request, response) {
    const url = new URL(request.url, 'http://localhost');
    if (request.method === 'GET') {
      const transport = new SSEServerTransport('/message', response);
      sessions.set(transport.sessionId, transport);
      response.on('close', () => sessions.delete(transport.sessionId));
      return fresh().connect(transport);
    }
    const transport = sessions.get(url.searchParams.get('sessionId'));
    return transport ? transport.handlePostMessage(request, response) : response.writeHead(404).end();
  }
}
