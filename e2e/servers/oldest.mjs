// A server of the first SDK on its HTTP+SSE transport, whose stream stands where other transports have their endpoint: /mcp.
// Prints its port. Usage: node oldest.mjs STATUS, with which it answers a POST there: 400, 404 or 405. "cut" on standard input
// breaks all streams off.
import { createServer } from 'node:http';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { SSEServerTransport } from '@modelcontextprotocol/sdk/server/sse.js';
import { EmptyResultSchema } from '@modelcontextprotocol/sdk/types.js';

const refusal = Number(process.argv[2]);
const streams = new Map();
const text = value => ({ content: [{ type: 'text', text: value }] });

function build() {
  const server = new McpServer({ name: 'oldest', version: '1.0.0' }, { capabilities: { tools: {} } });
  server.registerTool('echo', {}, async () => text('hello'));
  server.registerTool('wait', {}, () => new Promise(() => {}));
  server.registerTool('ping', {}, async () => {
    await server.server.request({ method: 'ping' }, EmptyResultSchema);
    return text('ponged');
  });
  return server;
}

const http = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://localhost');
  if (request.method === 'GET' && url.pathname === '/mcp') {
    const transport = new SSEServerTransport('/messages', response);
    streams.set(transport.sessionId, { transport, response });
    response.on('close', () => streams.delete(transport.sessionId));
    await build().connect(transport);
  } else if (request.method === 'POST' && url.pathname === '/messages') {
    const stream = streams.get(url.searchParams.get('sessionId'));
    await (stream ? stream.transport.handlePostMessage(request, response) : response.writeHead(404).end());
  } else {
    response.writeHead(refusal).end();
  }
});
http.listen(0, '127.0.0.1', () => console.log(http.address().port));
process.stdin.on('end', () => process.exit(0));
process.stdin.on('data', () => streams.forEach(({ response }) => response.destroy()));
