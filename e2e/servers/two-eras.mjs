// A server of the official SDK that speaks both eras: over stdio, or with "http" or "ws" as argument over HTTP or WebSocket
// (prints its port).
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createMcpHandler, inputRequired, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { WebSocketServer } from 'ws';

const text = value => ({ content: [{ type: 'text', text: value }] });

function build() {
  const server = new McpServer(
    { name: 'two-eras', version: '1.0.0' },
    { capabilities: { tools: { listChanged: true }, resources: { subscribe: true, listChanged: true }, logging: {} } });
  server.registerTool('echo', { description: 'Says hello' }, async () => text('hello'));
  server.registerTool('count', { description: 'Tells of progress' }, async ctx => {
    const token = ctx.mcpReq._meta?.progressToken;
    for (let progress = 1; token !== undefined && progress <= 3; progress++) {
      await ctx.mcpReq.notify({ method: 'notifications/progress', params: { progressToken: token, progress, total: 3 } });
    }
    return text('counted');
  });
  server.registerTool('log', { description: 'Logs' }, async ctx => {
    await ctx.mcpReq.log('info', 'from the tool');
    return text('logged');
  });
  server.registerTool('ask', { description: 'Asks the user' }, async ctx => {
    const answer = ctx.mcpReq.inputResponses?.name;
    if (answer) {
      return text(`${answer.action} ${answer.content?.name ?? ''}`);
    }
    return inputRequired({ inputRequests: { name: inputRequired.elicit({
      message: 'Your name?', requestedSchema: { type: 'object', properties: { name: { type: 'string' } } } }) } });
  });
  server.registerTool('wait', { description: 'Waits until it is cancelled' }, ctx => new Promise(resolve => {
    process.stderr.write('waiting\n');
    ctx.mcpReq.signal.addEventListener('abort', () => {
      process.stderr.write('aborted\n');
      resolve(text('aborted'));
    });
  }));
  server.registerTool('change', { description: 'Changes the list of tools' }, async () => {
    setTimeout(() => (handler ? handler.notify.toolsChanged() : server.sendToolListChanged()), 10);
    return text('changed');
  });
  return server;
}

function overWebSocket(socket) {
  const transport = {
    start: async () => {
      socket.on('message', data => transport.onmessage?.(JSON.parse(data.toString())));
      socket.on('close', () => transport.onclose?.());
      socket.on('error', error => transport.onerror?.(error));
    },
    send: async message => socket.send(JSON.stringify(message)),
    close: async () => socket.close(),
  };
  return transport;
}

let handler;
if (process.argv[2] === 'http') {
  handler = createMcpHandler(build);
  const http = createServer(toNodeHandler(handler));
  http.listen(0, '127.0.0.1', () => console.log(http.address().port));
  process.stdin.on('end', () => process.exit(0)).resume();
} else if (process.argv[2] === 'ws') {
  // With a file of keys and its password as further arguments, behind TLS.
  const [pfx, passphrase] = process.argv.slice(3);
  const server = pfx ? createTlsServer({ pfx: readFileSync(pfx), passphrase }) : createServer();
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', socket => serveStdio(build, { transport: overWebSocket(socket) }));
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
  process.stdin.on('end', () => process.exit(0)).resume();
  // "cut" on standard input breaks all connections off, without a word.
  process.stdin.on('data', line => line.toString().includes('cut') && sockets.clients.forEach(one => one.terminate()));
} else {
  serveStdio(build);
}
