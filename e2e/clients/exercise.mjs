// What every client does: list everything, read a file through one server, remember something in another, echo in a third.
export async function exercise(client, server) {
  const tools = (await client.listTools()).tools.map((tool) => tool.name);
  const prompts = (await client.listPrompts()).prompts.map((prompt) => prompt.name);
  const resources = (await client.listResources()).resources.map((resource) => resource.uri);
  const text = async (name, args) => {
    const result = await client.callTool({ name, arguments: args });
    return { isError: result.isError === true, text: result.content.map((part) => part.text ?? '').join('') };
  };
  const directory = process.env.E2E_DIRECTORY;
  const outcome = {
    server: server?.name,
    tools,
    prompts,
    resources,
    file: await text('read_text_file', { path: `${directory}/hello.txt` }),
    missing: await text('read_text_file', { path: `${directory}/missing.txt` }),
    graph: await text('read_graph', {}),
    echo: await text('echo', { message: 'through the gate' }),
    sum: await text('get-sum', { a: 2, b: 40 }),
  };
  try {
    await client.callTool({ name: 'no_such_tool', arguments: {} });
    outcome.unknown = 'answered';
  } catch (error) {
    outcome.unknown = error.code;
  }
  console.log(JSON.stringify(outcome));
}
