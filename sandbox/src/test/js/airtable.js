// Drives a running sandbox with Airtable's own client. Arguments: URL base token.
// Prints "ok NAME" for each check and ends with 0, or throws.
import assert from 'node:assert/strict';
import Airtable from 'airtable';

const [url, baseId, token] = process.argv.slice(2);

async function check(name, work) {
  await work();
  console.log(`ok ${name}`);
}

const base = new Airtable({ apiKey: token, endpointUrl: url }).base(baseId);
const companies = base('Companies');

await check('all pages of a list', async () => {
  const all = await companies.select({ pageSize: 50 }).all();
  assert.equal(all.length, 200);
  assert.equal(new Set(all.map((one) => one.id)).size, 200);
  assert.ok(all.every((one) => typeof one.get('Name') === 'string'));
});

await check('a filter and some fields', async () => {
  const all = await companies.select({ fields: ['Name', 'Industry'], filterByFormula: "{Industry}='Energy'" }).all();
  assert.ok(all.length > 5);
  assert.ok(all.every((one) => one.get('Industry') === 'Energy' && one.get('Code') === undefined));
});

let id;

await check('create, find, update', async () => {
  const made = await companies.create([{ fields: { Name: 'Js', Code: 'JS-1' } }, { fields: { Name: 'Js 2', Code: 'JS-2' } }]);
  id = made[0].id;
  await companies.update(id, { Employees: 7 });
  const read = await companies.find(id);
  assert.equal(read.get('Employees'), 7);
  assert.equal(read.get('Name'), 'Js');
});

await check('upsert', async () => {
  const both = await companies.update(
    [{ fields: { Code: 'JS-1', Name: 'Js again' } }, { fields: { Code: 'JS-3', Name: 'Js 3' } }],
    { performUpsert: { fieldsToMergeOn: ['Code'] } },
  );
  assert.equal(both.length, 2);
  assert.equal(both[0].id, id);
  assert.equal(both[0].get('Name'), 'Js again');
});

await check('replace and destroy', async () => {
  const replaced = await companies.replace(id, { Name: 'only this' });
  assert.equal(replaced.get('Code'), undefined);
  assert.equal((await companies.destroy(id)).id, id);
  await assert.rejects(companies.find(id), (error) => error.statusCode === 404 && error.error === 'NOT_FOUND');
});

await check('refusals', async () => {
  await assert.rejects(companies.create({ Nonsense: 1 }), (error) => error.error === 'UNKNOWN_FIELD_NAME' && error.statusCode === 422);
  const stranger = new Airtable({ apiKey: 'patWrong', endpointUrl: url }).base(baseId);
  await assert.rejects(stranger('Companies').select().all(), (error) => error.error === 'AUTHENTICATION_REQUIRED');
});
