// A server of the modern era with every feature, on the TypeScript SDK 2.x: over stdio, or with "http" as argument over HTTP
// (prints its port). It refuses clients of the legacy era.
import { createServer } from 'node:http';
import { randomUUID } from 'node:crypto';
import { createMcpHandler, inputRequired, ProtocolError, Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { form, items, names, page, prompt, read, sampled, text } from './features.mjs';

const EXTENSION = 'io.modelcontextprotocol/tasks';
const capabilities = {
  completions: {},
  logging: {},
  prompts: {},
  resources: { subscribe: true },
  tools: { listChanged: true },
  extensions: { [EXTENSION]: {} },
};
// Any parameters: what is wrong with them shows when they are used.
const params = { '~standard': { version: 1, vendor: 'probe', validate: value => ({ value }) } };
const added = [];
const tasks = new Map();
const held = new Map();
let aborted = 0;
let handler;
const connected = new Set();

const ask = (ctx, key, request, done) => {
  const answer = ctx.mcpReq.inputResponses?.[key];
  return answer ? done(answer) : inputRequired({ inputRequests: { [key]: request } });
};

const tell = async (ctx, progress) => {
  const progressToken = ctx.mcpReq._meta?.progressToken;
  if (progressToken !== undefined) {
    await ctx.mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress, total: 3 } });
  }
};

const tools = {
  echo: async args => text(`echo: ${args.text}`),
  fail: async () => ({ ...text('the tool failed'), isError: true }),
  progress: async (args, ctx) => {
    for (let progress = 1; progress <= 3; progress++) {
      await tell(ctx, progress);
    }
    return text('progressed');
  },
  log: async (args, ctx) => {
    await ctx.mcpReq.log('debug', 'too much');
    await ctx.mcpReq.log('info', 'from the tool');
    return text('logged');
  },
  wait: (args, ctx) => new Promise(resolve => {
    ctx.mcpReq.signal.addEventListener('abort', () => resolve(text(String(++aborted))));
    tell(ctx, 1);
  }),
  aborted: async () => text(String(aborted)),
  sample: async (args, ctx) => ask(ctx, 'sample', { method: 'sampling/createMessage', params: sampled }, answer => text(answer.content.text)),
  elicit: async (args, ctx) => ask(ctx, 'elicit', inputRequired.elicit(form), answer => text(answer.content?.name)),
  visit: async (args, ctx) =>
    ask(ctx, 'visit', inputRequired.elicitUrl({ message: 'Visit this', url: 'https://example.test/visit' }), answer => text(answer.action)),
  hold: (args, ctx) => new Promise(resolve => {
    held.set(args.key, () => tell(ctx, 2).then(() => resolve(text('let go'))));
    tell(ctx, 1);
  }),
  release: async args => {
    held.get(args.key)();
    return text('released');
  },
  roots: async (args, ctx) => ask(ctx, 'roots', { method: 'roots/list' }, answer => text(answer.roots[0].uri)),
  add_tool: async args => {
    added.push(args.name);
    setTimeout(() => handler ? handler.notify.toolsChanged() : connected.forEach(server => server.sendToolListChanged()), 1);
    return text('added');
  },
  touch: async args => {
    handler ? handler.notify.resourceUpdated(args.uri) : connected.forEach(server => server.sendResourceUpdated({ uri: args.uri }));
    return text('touched');
  },
  meta: async (args, ctx) => text(JSON.stringify(ctx.mcpReq._meta ?? {})),
  job: async (args, ctx) => begin(ctx, task => finish(task, `did ${args.text}`)) ?? text(`did ${args.text}`),
  job_asks: async (args, ctx) => begin(ctx, task => {
    Object.assign(task, { status: 'input_required', inputRequests: { name: { method: 'elicitation/create', params: form } } });
    task.answered = answers => finish(task, `hello ${answers.name?.content?.name}`);
  }) ?? tools.elicit(args, ctx),
  job_hangs: async (args, ctx) => begin(ctx, () => {}) ?? text('hung'),
  job_only: async (args, ctx) => {
    const task = begin(ctx, begun => finish(begun, 'done as a task'));
    if (!task) {
      throw new ProtocolError(-32021, 'This needs tasks', { requiredCapabilities: { extensions: { [EXTENSION]: {} } } });
    }
    return task;
  },
};

// Work that goes on as a task, where the client can follow one; it does its first step a moment later.
function begin(ctx, work) {
  if (!declared(ctx)?.extensions?.[EXTENSION]) {
    return undefined;
  }
  const now = new Date().toISOString();
  const task = { taskId: randomUUID(), status: 'working', createdAt: now, lastUpdatedAt: now, ttlMs: 60_000, pollIntervalMs: 20 };
  tasks.set(task.taskId, task);
  setTimeout(() => work(task), 10);
  return { ...task, resultType: 'task' };
}

const declared = ctx => ctx.mcpReq.envelope?.['io.modelcontextprotocol/clientCapabilities'];

function finish(task, value) {
  delete task.inputRequests;
  delete task.answered;
  Object.assign(task, { status: 'completed', result: text(value), lastUpdatedAt: new Date().toISOString() });
}

function found(params) {
  const task = tasks.get(params.taskId);
  if (!task) {
    throw new ProtocolError(-32602, `Unknown task: ${params.taskId}`);
  }
  return task;
}

function build() {
  const server = new Server({ name: 'modern', version: '1.0.0' }, { capabilities });
  connected.add(server);
  server.onclose = () => connected.delete(server);
  server.setRequestHandler('tools/list', async request =>
    page('tools', [...Object.keys(tools), ...added].map(name => ({ name, inputSchema: { type: 'object' } })), request.params?.cursor));
  server.setRequestHandler('tools/call', async (request, ctx) => tools[request.params.name](request.params.arguments ?? {}, ctx));
  server.setRequestHandler('resources/list', async request => page('resources', items, request.params?.cursor));
  server.setRequestHandler('resources/read', async request => {
    const result = read(request.params.uri);
    if (!result) {
      throw new ProtocolError(-32602, 'Resource not found', { uri: request.params.uri });
    }
    return result;
  });
  server.setRequestHandler('prompts/list', async () => ({ prompts: [prompt] }));
  server.setRequestHandler('prompts/get', async request => ({
    messages: [{ role: 'user', content: { type: 'text', text: `Greet ${request.params.arguments?.name}` } }],
  }));
  server.setRequestHandler('completion/complete', async request => ({
    completion: { values: names.filter(name => name.startsWith(request.params.argument.value)), hasMore: false },
  }));
  server.setRequestHandler('tasks/get', { params }, async given => {
    const { answered, ...task } = found(given);
    return task;
  });
  server.setRequestHandler('tasks/update', { params }, async (given, ctx) => {
    found(given).answered?.(ctx.mcpReq.inputResponses ?? {});
    return {};
  });
  server.setRequestHandler('tasks/cancel', { params }, async given => {
    Object.assign(found(given), { status: 'cancelled' });
    return {};
  });
  return server;
}

if (process.argv[2] === 'http') {
  handler = createMcpHandler(build, { legacy: 'reject' });
  const http = createServer(toNodeHandler(handler));
  http.listen(0, '127.0.0.1', () => console.log(http.address().port));
  process.stdin.on('end', () => process.exit(0)).resume();
} else {
  serveStdio(build, { legacy: 'reject' });
}
