// What both probe servers offer in the same form.
export const text = value => ({ content: [{ type: 'text', text: value }] });

export const form = {
  mode: 'form',
  message: 'Your name?',
  requestedSchema: { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] },
};

export const sampled = { messages: [{ role: 'user', content: { type: 'text', text: 'Who are you?' } }], maxTokens: 10 };

export const names = ['ada', 'alan', 'grace'];

export const prompt = { name: 'greet', description: 'Greets', arguments: [{ name: 'name', required: true }] };

export const items = [...Array(12).keys()].map(i => ({ uri: `probe://item/${i + 1}`, name: `item-${i + 1}` }));

export const read = uri =>
  items.some(item => item.uri === uri) ? { contents: [{ uri, mimeType: 'text/plain', text: `text of ${uri}` }] } : undefined;

// A list in pages of five, the cursor being the place where the page begins.
export function page(key, all, cursor) {
  const from = Number(cursor ?? 0);
  const result = { [key]: all.slice(from, from + 5) };
  return from + 5 < all.length ? { ...result, nextCursor: String(from + 5) } : result;
}
