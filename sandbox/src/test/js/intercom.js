// Drives a running sandbox with Intercom's own client. Arguments: URL token.
// Prints "ok NAME" for each check and ends with 0, or throws.
import assert from 'node:assert/strict';
import { IntercomClient } from 'intercom-client';

const [url, token] = process.argv.slice(2);

async function check(name, work) {
  await work();
  console.log(`ok ${name}`);
}

const intercom = new IntercomClient({ token, environment: url, maxRetries: 0 });

await check('all pages of a list', async () => {
  const ids = new Set();
  for await (const contact of await intercom.contacts.list({ per_page: 100 })) {
    ids.add(contact.id);
  }
  assert.equal(ids.size, 300);
});

let id;

await check('create, find, update', async () => {
  const made = await intercom.contacts.create({ email: 'js@mail.example', external_id: 'js-1', name: 'Js' });
  id = made.id;
  await intercom.contacts.update({ contact_id: id, name: 'Js again' });
  const read = await intercom.contacts.find({ contact_id: id });
  assert.equal(read.name, 'Js again');
  assert.equal(read.external_id, 'js-1');
});

await check('search', async () => {
  const found = await intercom.contacts.search({
    query: { operator: 'AND', value: [{ field: 'external_id', operator: '=', value: 'user-3' }] },
    pagination: { per_page: 5 },
  });
  assert.equal(found.data.length, 1);
});

await check('companies and their scroll', async () => {
  const made = await intercom.companies.createOrUpdate({ company_id: 'js-co', name: 'Js & Co' });
  const again = await intercom.companies.createOrUpdate({ company_id: 'js-co', name: 'Js & Sons' });
  assert.equal(again.id, made.id);
  let count = 0;
  for await (const company of await intercom.companies.scroll()) {
    assert.ok(company.company_id);
    count++;
  }
  assert.equal(count, 101);
});

await check('conversations', async () => {
  const page = await intercom.conversations.list({ per_page: 20 });
  const whole = await intercom.conversations.find({ conversation_id: page.data[0].id });
  assert.ok(Array.isArray(whole.conversation_parts.conversation_parts));
});

await check('delete and refusals', async () => {
  assert.equal((await intercom.contacts.delete({ contact_id: id })).deleted, true);
  await assert.rejects(intercom.contacts.find({ contact_id: id }), (error) => error.statusCode === 404);
  const stranger = new IntercomClient({ token: 'wrong', environment: url, maxRetries: 0 });
  await assert.rejects(stranger.contacts.find({ contact_id: id }), (error) => error.statusCode === 401);
});
