// Drives a running sandbox with jsforce. Arguments: URL username password client-id client-secret.
// Prints "ok NAME" for each check and ends with 0, or throws. (package.json holds undici at 7: the one that jsforce
// would take wants Node.js 22.)
import assert from 'node:assert/strict';
import jsforce from 'jsforce';

const [url, username, password, clientId, clientSecret] = process.argv.slice(2);
const version = '62.0';

async function check(name, work) {
  await work();
  console.log(`ok ${name}`);
}

const conn = new jsforce.Connection({ loginUrl: url, version });

await check('SOAP login', async () => {
  const user = await conn.login(username, password);
  assert.match(user.id, /^005\w{15}$/);
  assert.match(user.organizationId, /^00D\w{15}$/);
  assert.equal(new URL(conn.instanceUrl).origin, url);
});

await check('SOAP login with a wrong password', async () => {
  const other = new jsforce.Connection({ loginUrl: url, version });
  await assert.rejects(other.login(username, 'wrong'), /INVALID_LOGIN/);
});

await check('OAuth 2 login, and identity', async () => {
  const app = new jsforce.Connection({
    oauth2: { loginUrl: url, clientId, clientSecret, redirectUri: 'http://localhost/done' },
    instanceUrl: url,
    version,
  });
  await app.authorize({ grant_type: 'client_credentials' });
  const me = await app.identity();
  assert.equal(me.username, username);
  const two = await app.query('SELECT Id FROM User LIMIT 1');
  assert.equal(two.totalSize, 1);
});

await check('OAuth 2 code, refresh when the session expires', async () => {
  const oauth2 = new jsforce.OAuth2({ loginUrl: url, clientId, clientSecret, redirectUri: 'http://localhost/done' });
  const consent = await fetch(oauth2.getAuthorizationUrl({ scope: 'api refresh_token' }), { redirect: 'manual' });
  const code = new URL(consent.headers.get('location')).searchParams.get('code');
  const app = new jsforce.Connection({ oauth2, version });
  await app.authorize(code);
  const before = app.accessToken;
  await fetch(`${url}/sandbox/tokens/expire`, { method: 'POST' });
  const answer = await app.query('SELECT Id FROM User LIMIT 1');
  assert.equal(answer.done, true);
  assert.notEqual(app.accessToken, before);
});

await conn.login(username, password);

await check('query over several pages', async () => {
  const count = (await conn.query('SELECT COUNT() FROM Contact')).totalSize;
  const records = await conn.query('SELECT Id, Name, Account.Name FROM Contact', { autoFetch: true, maxFetch: 100000 });
  assert.ok(count > 4000, `only ${count} contacts`);
  assert.equal(records.records.length, count);
  assert.equal(new Set(records.records.map((record) => record.Id)).size, count);
});

await check('query by conditions and with children', async () => {
  const found = await conn
    .sobject('Account')
    .find({ Industry: { $in: ['Energy', 'Media'] }, CreatedDate: { $lt: jsforce.SfDate.TODAY } }, ['Id', 'Industry'])
    .include('Contacts')
    .select('Id')
    .end()
    .sort({ Name: 1 })
    .limit(10)
    .execute();
  assert.equal(found.length, 10);
  assert.ok(found.every((account) => ['Energy', 'Media'].includes(account.Industry)));
});

let account;

await check('create, retrieve, update, delete one record', async () => {
  const created = await conn.sobject('Account').create({ Name: 'From jsforce', External_Id__c: 'js-1' });
  assert.equal(created.success, true);
  account = created.id;
  assert.equal((await conn.sobject('Account').retrieve(account)).Name, 'From jsforce');
  assert.equal((await conn.sobject('Account').update({ Id: account, Health__c: 55.5 })).success, true);
  assert.equal((await conn.sobject('Account').retrieve(account)).Health__c, 55.5);
});

await check('upsert by external id', async () => {
  const updated = await conn.sobject('Account').upsert({ Name: 'Again', External_Id__c: 'js-1' }, 'External_Id__c');
  assert.equal(updated.success, true);
  assert.equal(updated.created, false);
  const created = await conn.sobject('Account').upsert({ Name: 'New', External_Id__c: 'js-2' }, 'External_Id__c');
  assert.equal(created.created, true);
});

await check('many records in one call, each with its outcome', async () => {
  const results = await conn
    .sobject('Contact')
    .create([{ LastName: 'One', AccountId: account }, { FirstName: 'Nameless' }, { LastName: 'Three' }]);
  assert.deepEqual(results.map((result) => result.success), [true, false, true]);
  assert.equal(results[1].errors[0].errorCode ?? results[1].errors[0].statusCode, 'REQUIRED_FIELD_MISSING');
  const ids = [results[0].id, results[2].id];
  const changed = await conn.sobject('Contact').update(ids.map((Id) => ({ Id, Title: 'Tester' })));
  assert.ok(changed.every((result) => result.success));
  const upserted = await conn.sobject('Account').upsert(
    [{ Name: 'A', External_Id__c: 'js-1' }, { Name: 'B', External_Id__c: 'js-3' }],
    'External_Id__c',
  );
  assert.deepEqual(upserted.map((result) => result.created), [false, true]);
  const gone = await conn.sobject('Contact').destroy(ids);
  assert.ok(gone.every((result) => result.success));
});

await check('queryAll, deleted, updated', async () => {
  await conn.sobject('Account').destroy(account);
  const soql = `SELECT Id, IsDeleted FROM Account WHERE External_Id__c = 'js-1'`;
  assert.equal((await conn.query(soql)).totalSize, 0);
  const all = await conn.query(soql, { scanAll: true });
  assert.equal(all.records[0].IsDeleted, true);
  const now = Date.now();
  const deleted = await conn.sobject('Account').deleted(new Date(now - 3600_000), new Date(now + 3600_000));
  assert.ok(Array.isArray(deleted.deletedRecords));
  assert.ok(deleted.latestDateCovered);
  const updated = await conn.sobject('Account').updated(new Date(now - 3600_000), new Date(now + 3600_000));
  assert.ok(Array.isArray(updated.ids));
});

await check('several queries in one call, each with its own answer', async () => {
  const query = (referenceId, soql) => ({
    method: 'GET',
    url: `/services/data/v${version}/queryAll?q=${encodeURIComponent(soql)}`,
    referenceId,
  });
  const used = (await conn.limits()).DailyApiRequests.Remaining;
  const { compositeResponse } = await conn.requestPost('/composite', {
    allOrNone: false,
    compositeRequest: [
      query('visits', 'SELECT Id, Account__r.Name FROM Visit__c LIMIT 3'),
      query('wrong', 'SELECT Nope FROM Account'),
      query('contacts', 'SELECT Id FROM Contact'),
    ],
  });
  assert.deepEqual(compositeResponse.map((part) => part.httpStatusCode), [200, 400, 200]);
  assert.deepEqual(compositeResponse.map((part) => part.referenceId), ['visits', 'wrong', 'contacts']);
  assert.equal(compositeResponse[0].body.records.length, 3);
  assert.equal(compositeResponse[1].body[0].errorCode, 'INVALID_FIELD');
  assert.ok((await conn.queryMore(compositeResponse[2].body.nextRecordsUrl)).records.length > 0);
  assert.equal((await conn.limits()).DailyApiRequests.Remaining, used - 3);
  const many = Array.from({ length: 6 }, (_, i) => query(`q${i}`, 'SELECT Id FROM User LIMIT 1'));
  await assert.rejects(conn.requestPost('/composite', { compositeRequest: many }), { errorCode: 'LIMIT_EXCEEDED' });
});

await check('describe, limits, usage', async () => {
  const about = await conn.describe('Account');
  assert.equal(about.fields.find((field) => field.name === 'External_Id__c').externalId, true);
  assert.equal(about.fields.find((field) => field.name === 'BillingCity').compoundFieldName, 'BillingAddress');
  assert.ok((await conn.describeGlobal()).sobjects.some((object) => object.name === 'Opportunity'));
  assert.equal((await conn.limits()).DailyApiRequests.Max, 15000);
  assert.ok(conn.limitInfo.apiUsage.used > 0);
});

conn.bulk2.pollInterval = 200;
conn.bulk2.pollTimeout = 60_000;

await check('bulk query', async () => {
  const count = (await conn.query('SELECT COUNT() FROM Contact')).totalSize;
  const stream = await conn.bulk2.query('SELECT Id, LastName, Account.Name FROM Contact');
  const records = await stream.toArray();
  assert.equal(new Set(records.map((record) => record.Id)).size, count);
  assert.ok(records.every((record) => record.LastName));
  assert.ok(records.some((record) => record['Account.Name']));
  await assert.rejects(conn.bulk2.query('SELECT Id, BillingAddress FROM Account'), /compound data not supported/);
});

await check('bulk ingest, with the outcome of each row', async () => {
  const rows = Array.from({ length: 450 }, (_, i) => ({ Name: `Bulk ${i}`, External_Id__c: `bulk-${i}`, Website: null }));
  rows[7].Name = '';
  const made = await conn.bulk2.loadAndWaitForResults({ object: 'Account', operation: 'insert', input: rows });
  assert.equal(made.successfulResults.length, 449);
  assert.equal(made.failedResults.length, 1);
  assert.match(made.failedResults[0].sf__Error, /^REQUIRED_FIELD_MISSING/);
  assert.equal(made.unprocessedRecords.length, 0);
  const again = await conn.bulk2.loadAndWaitForResults({
    object: 'Account',
    operation: 'upsert',
    externalIdFieldName: 'External_Id__c',
    input: [{ External_Id__c: 'bulk-1', Name: 'Again' }, { External_Id__c: 'bulk-new', Name: 'New' }],
  });
  assert.deepEqual(again.successfulResults.map((row) => row.sf__Created).sort(), ['false', 'true']);
  const gone = await conn.bulk2.loadAndWaitForResults({
    object: 'Account',
    operation: 'delete',
    input: made.successfulResults.map((row) => ({ Id: row.sf__Id })),
  });
  assert.equal(gone.successfulResults.length, 449);
});

await check('bulk jobs are aborted and deleted', async () => {
  const job = conn.bulk2.createJob({ object: 'Account', operation: 'insert' });
  await job.open();
  await job.uploadData([{ Name: 'Never' }]);
  await job.abort();
  await job.delete();
  await assert.rejects(job.check(), { errorCode: 'NOT_FOUND' });
});

await check('errors', async () => {
  await assert.rejects(conn.query('SELECT Nope FROM Account'), { errorCode: 'INVALID_FIELD' });
  await assert.rejects(conn.query('SELECT Id FRM Account'), { errorCode: 'MALFORMED_QUERY' });
  await assert.rejects(conn.sobject('Account').create({ Name: 'x', Nope: 1 }), { errorCode: 'INVALID_FIELD' });
});

await check('logout', async () => {
  await conn.logout();
});
