// Drives a running sandbox with node-zendesk. Arguments: URL email api-token oauth-token.
// Prints "ok NAME" for each check and ends with 0, or throws.
import assert from 'node:assert/strict';
import zendesk from 'node-zendesk';

const [url, username, token, oauthToken] = process.argv.slice(2);
const endpointUri = `${url}/api/v2`;
const client = zendesk.createClient({ username, token, endpointUri });

async function check(name, work) {
  await work();
  console.log(`ok ${name}`);
}

async function done(answer) {
  const status = (shown) => shown.result.job_status ?? shown.result;
  let job = status(answer);
  for (let looks = 0; looks < 200 && job.status !== 'completed'; looks++) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    job = status(await client.jobstatuses.show(job.id));
  }
  return job;
}

await check('signed in by API token', async () => {
  const { result } = await client.users.me();
  assert.equal(result.email, username);
  assert.equal(result.role, 'admin');
});

await check('signed in by OAuth', async () => {
  const other = zendesk.createClient({ token: oauthToken, useOAuth: true, endpointUri });
  assert.equal((await other.users.me()).result.email, username);
});

await check('a wrong token', async () => {
  const other = zendesk.createClient({ username, token: 'wrong', endpointUri });
  await assert.rejects(other.users.me(), /401/);
});

await check('lists over several pages', async () => {
  const tickets = await client.tickets.list();
  assert.ok(tickets.length > 200, `only ${tickets.length} tickets`);
  assert.equal(new Set(tickets.map((t) => t.id)).size, tickets.length);
  assert.equal((await client.groups.list()).length, 3);
});

let ticket;
await check('a ticket is made, changed and commented', async () => {
  const made = await client.tickets.create({
    ticket: {
      subject: 'From a client',
      comment: { body: 'Hello' },
      requester: { name: 'New Person', email: 'new.person@customer.example' },
      external_id: 'client-1',
    },
  });
  assert.equal(made.response.status, 201);
  ticket = made.result.id;
  const changed = await client.tickets.update(ticket, { ticket: { status: 'pending', comment: { body: 'Note', public: false } } });
  assert.equal(changed.result.status, 'pending');
  const comments = await client.tickets.getComments(ticket);
  assert.deepEqual(comments.map((c) => [c.body, c.public]), [['Hello', true], ['Note', false]]);
});

await check('what is wrong is told', async () => {
  await assert.rejects(client.tickets.create({ ticket: { subject: 'Without a comment' } }), /422/);
  await assert.rejects(client.tickets.show(99999999), /404/);
});

await check('users are made or changed by external id', async () => {
  const user = { user: { name: 'Ada', external_id: 'client-user' } };
  assert.equal((await client.users.createOrUpdate(user)).response.status, 201);
  user.user.name = 'Ada L.';
  const again = await client.users.createOrUpdate(user);
  assert.equal(again.response.status, 200);
  assert.equal(again.result.name, 'Ada L.');
});

await check('jobs are watched until they are done', async () => {
  const job = await done(await client.users.createMany({ users: [{ name: 'One' }, { name: '' }] }));
  assert.equal(job.status, 'completed');
  assert.equal(job.results.length, 2);
  assert.ok(job.results[0].id > 0);
  assert.ok(job.results[1].error);
  const changed = await done(await client.organizations.createMany({ organizations: [{ name: 'Client & Co.' }] }));
  assert.equal(changed.status, 'completed');
});

await check('organizations are shown by external id', async () => {
  const found = await client.organizations.showManyByExternalIds(['org-1', 'org-2']);
  const organizations = found.result ?? found;
  assert.equal(organizations.length, 2);
});

await check('the search finds', async () => {
  const { result } = await client.search.query('type:organization external_id:org-1');
  assert.equal((result.results ?? result).length, 1);
});

await check('the export by cursor', async () => {
  const { result } = await client.ticketexport.exportCursor(0, '');
  const tickets = result.tickets ?? result;
  assert.ok(tickets.length > 200);
});

await check('the export by time', async () => {
  const organizations = await client.organizations.incremental(0);
  assert.ok(organizations.length > 10);
});

await check('a ticket is deleted', async () => {
  await client.tickets.delete(ticket);
  await assert.rejects(client.tickets.show(ticket), /404/);
});

await check('a webhook is made and has a secret', async () => {
  const made = await client.webhooks.create({
    webhook: {
      name: 'Test',
      endpoint: `${url}/nowhere`,
      http_method: 'POST',
      request_format: 'json',
      status: 'active',
      subscriptions: ['zen:event-type:user.created'],
    },
  });
  const { result } = await client.webhooks.getSigningSecret(made.result.id);
  assert.equal((result.signing_secret ?? result).algorithm, 'SHA256');
});
