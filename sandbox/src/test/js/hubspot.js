// Drives a running sandbox with HubSpot's own client. Arguments: URL token client-id client-secret refresh-token.
// Prints "ok NAME" for each check and ends with 0, or throws.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { Client, Signature } from '@hubspot/api-client';

const [url, token, clientId, clientSecret, refreshToken] = process.argv.slice(2);

async function check(name, work) {
  await work();
  console.log(`ok ${name}`);
}

const hub = new Client({ accessToken: token, basePath: url });
const contacts = hub.crm.contacts;

await check('all pages of a list', async () => {
  const all = await contacts.getAll(100, undefined, ['email', 'firstname', 'health_score']);
  assert.equal(all.length, 471);
  assert.equal(new Set(all.map((one) => one.id)).size, 471);
  assert.ok(all[0].updatedAt instanceof Date);
  const archived = await contacts.getAll(100, undefined, [], undefined, undefined, true);
  assert.equal(archived.length, 9);
  assert.ok(archived.every((one) => one.archived));
});

let id;

await check('create, read, update', async () => {
  const made = await contacts.basicApi.create({ properties: { email: 'js@mail.example', firstname: 'Js' }, associations: [] });
  id = made.id;
  await contacts.basicApi.update(id, { properties: { health_score: '41' } });
  const read = await contacts.basicApi.getById(id, ['email', 'health_score']);
  assert.equal(read.properties.health_score, '41');
});

await check('batches', async () => {
  const upserted = await hub.crm.companies.batchApi.upsert({
    inputs: ['js-1', 'js-2'].map((key) => ({ id: key, idProperty: 'external_id', properties: { name: key } })),
  });
  assert.deepEqual(upserted.results.map((one) => one._new), [true, true]);
  const read = await hub.crm.companies.batchApi.read({
    inputs: [{ id: 'js-1' }],
    idProperty: 'external_id',
    properties: ['name'],
    propertiesWithHistory: [],
  });
  assert.equal(read.results[0].properties.name, 'js-1');
  const partly = await hub.crm.companies.batchApi.update({
    inputs: [
      { id: upserted.results[0].id, properties: { name: 'again' }, objectWriteTraceId: 'a' },
      { id: '1', properties: { name: 'nobody' }, objectWriteTraceId: 'b' },
    ],
  });
  assert.equal(partly.numErrors, 1);
  assert.equal(partly.results.length, 1);
});

await check('search', async () => {
  await fetch(`${url}/sandbox/settings`, { method: 'POST', body: '{"indexLagSeconds":0}' });
  const found = await contacts.searchApi.doSearch({
    filterGroups: [{ filters: [{ propertyName: 'email', operator: 'EQ', value: 'js@mail.example' }] }],
    sorts: ['hs_object_id'],
    properties: ['email'],
    limit: 5,
    after: '0',
  });
  assert.equal(found.total, 1);
  assert.equal(found.results[0].id, id);
});

await check('associations v4', async () => {
  const company = (await hub.crm.companies.basicApi.getPage(1)).results[0].id;
  await hub.crm.associations.v4.basicApi.createDefault('contacts', id, 'companies', company);
  const page = await hub.crm.associations.v4.basicApi.getPage('contacts', id, 'companies');
  assert.equal(page.results[0].toObjectId, company);
  const batch = await hub.crm.associations.v4.batchApi.getPage('contacts', 'companies', { inputs: [{ id }] });
  assert.equal(batch.results[0].to[0].toObjectId, company);
  await hub.crm.associations.v4.basicApi.archive('contacts', id, 'companies', company);
  assert.equal((await hub.crm.associations.v4.basicApi.getPage('contacts', id, 'companies')).results.length, 0);
});

await check('properties, schemas, owners', async () => {
  const properties = await hub.crm.properties.coreApi.getAll('contacts');
  assert.equal(properties.results.find((one) => one.name === 'external_id').hasUniqueValue, true);
  const schemas = await hub.crm.schemas.coreApi.getAll();
  assert.equal(schemas.results[0].name, 'vessels');
  const owners = await hub.crm.owners.ownersApi.getPage();
  assert.ok(owners.results.length >= 2);
});

await check('pipelines, histories, lists', async () => {
  const pipelines = await hub.crm.pipelines.pipelinesApi.getAll('deals');
  assert.equal(pipelines.results[0].stages.at(-2).metadata.probability, '1.0');
  assert.ok(pipelines.results[0].updatedAt instanceof Date);
  const deal = (await hub.crm.deals.basicApi.create({ properties: { dealstage: 'qualifiedtobuy' }, associations: [] })).id;
  await hub.crm.deals.basicApi.update(deal, { properties: { dealstage: 'closedwon' } });
  const past = await hub.crm.deals.basicApi.getById(deal, undefined, ['dealstage']);
  assert.deepEqual(past.propertiesWithHistory.dealstage.map((one) => one.value), ['closedwon', 'qualifiedtobuy']);
  const lists = await hub.crm.lists.listsApi.doSearch({ query: 'news', count: 10, offset: 0, additionalProperties: [] });
  assert.equal(lists.total, 1);
  const [{ listId, additionalProperties }] = lists.lists;
  const changed = await hub.crm.lists.membershipsApi.add(listId, [id]);
  assert.deepEqual(changed.recordsIdsAdded, [id]);
  const members = await hub.crm.lists.membershipsApi.getPage(listId, undefined, undefined, 250);
  assert.equal(members.results.length, Number(additionalProperties.hs_list_size) + 1);
  assert.ok(members.results[0].membershipTimestamp instanceof Date);
});

await check('archive', async () => {
  await contacts.basicApi.archive(id);
  await assert.rejects(contacts.basicApi.getById(id), (error) => error.code === 404);
});

await check('errors', async () => {
  await assert.rejects(
    contacts.basicApi.create({ properties: { nope: '1' }, associations: [] }),
    (error) => error.code === 400 && error.body.category === 'VALIDATION_ERROR',
  );
  const stranger = new Client({ accessToken: 'nonsense', basePath: url });
  await assert.rejects(stranger.crm.deals.basicApi.getPage(), (error) => error.code === 401);
});

await check('OAuth', async () => {
  const app = new Client({ basePath: url });
  const granted = await app.oauth.tokensApi.create('refresh_token', undefined, undefined, clientId, clientSecret, refreshToken);
  assert.equal(granted.expiresIn, 1800);
  app.setAccessToken(granted.accessToken);
  assert.equal((await app.crm.deals.basicApi.getPage(3)).results.length, 3);
});

await check('webhooks', async () => {
  const heard = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      heard.push({ headers: request.headers, body });
      response.writeHead(204).end();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const target = `http://127.0.0.1:${server.address().port}/hook`;
  await fetch(`${url}/sandbox/webhooks`, { method: 'POST', body: JSON.stringify({ url: target }) });
  await contacts.basicApi.create({ properties: { email: 'hook@mail.example' }, associations: [] });
  for (let i = 0; i < 100 && heard.length === 0; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  server.close();
  assert.ok(heard.length > 0, 'no webhook came');
  const [{ headers, body }] = heard;
  const asked = {
    signatureVersion: 'v3',
    signature: headers['x-hubspot-signature-v3'],
    timestamp: Number(headers['x-hubspot-request-timestamp']),
    method: 'POST',
    url: target,
    clientSecret,
    requestBody: body,
  };
  assert.equal(Signature.isValid(asked), true);
  assert.equal(Signature.isValid({ ...asked, requestBody: body + ' ' }), false);
  assert.equal(JSON.parse(body)[0].subscriptionType, 'contact.creation');
});
