// Drives the Stripe sandbox with Stripe's own client.
import http from 'node:http'
import { once } from 'node:events'
import assert from 'node:assert/strict'
import Stripe from 'stripe'

const [url, key] = process.argv.slice(2)
const at = new URL(url)
const stripe = new Stripe(key, {
  host: at.hostname,
  port: at.port,
  protocol: 'http',
  maxNetworkRetries: 0,
  telemetry: false,
})
const ok = (name) => console.log('ok ' + name)

const seen = new Set()
for await (const customer of stripe.customers.list({ limit: 20 })) seen.add(customer.id)
assert.ok(seen.size > 100)
ok('pages')

const ada = await stripe.customers.create({
  name: 'Ada',
  email: 'ada@example.com',
  address: { city: 'Kiel', line1: 'Pier 1' },
  metadata: { account_id: "O'Neil" },
})
assert.equal(ada.address.city, 'Kiel')
assert.match(ada.id, /^cus_/)
ok('create')

const grace = await stripe.customers.update(ada.id, { name: 'Grace', metadata: { account_id: '' } })
assert.equal(grace.name, 'Grace')
assert.deepEqual(grace.metadata, {})
await stripe.customers.update(ada.id, { metadata: { account_id: "O'Neil" } })
ok('update')

const expanded = await stripe.customers.retrieve(ada.id, { expand: ['sources'] })
assert.deepEqual(expanded.sources.data, [])
ok('expand')

const found = await stripe.customers.search({ query: "metadata['account_id']:'O\\'Neil'" })
assert.deepEqual(found.data.map((c) => c.id), [ada.id])
ok('search')

const once1 = await stripe.customers.create({ name: 'Once' }, { idempotencyKey: 'k' })
const once2 = await stripe.customers.create({ name: 'Once' }, { idempotencyKey: 'k' })
assert.equal(once1.id, once2.id)
await assert.rejects(
  stripe.customers.create({ name: 'Other' }, { idempotencyKey: 'k' }),
  Stripe.errors.StripeIdempotencyError,
)
ok('idempotency')

await assert.rejects(
  stripe.paymentIntents.create({
    amount: 500,
    currency: 'usd',
    confirm: true,
    payment_method: 'pm_card_chargeDeclined',
  }),
  (e) => e instanceof Stripe.errors.StripeCardError && e.decline_code === 'generic_decline' && !!e.requestId,
)
ok('declined')

await assert.rejects(
  stripe.customers.retrieve('cus_none'),
  (e) => e instanceof Stripe.errors.StripeInvalidRequestError && e.code === 'resource_missing',
)
ok('missing')

const product = await stripe.products.create({ name: 'Tide tables' })
const price = await stripe.prices.create({
  product: product.id,
  currency: 'usd',
  unit_amount: 1200,
  recurring: { interval: 'month' },
})
const subscription = await stripe.subscriptions.create({
  customer: ada.id,
  items: [{ price: price.id }],
  expand: ['latest_invoice.payment_intent.latest_charge'],
})
assert.equal(subscription.latest_invoice.payment_intent.latest_charge.amount, 1200)
ok('subscribe')

const charge = subscription.latest_invoice.payment_intent.latest_charge.id
const refund = await stripe.refunds.create({ charge, amount: 200 })
assert.equal(refund.amount, 200)
assert.equal((await stripe.charges.retrieve(charge)).amount_refunded, 200)
ok('refund')

let resolve
const arrived = new Promise((r) => (resolve = r))
const server = http.createServer((req, res) => {
  const parts = []
  req.on('data', (part) => parts.push(part))
  req.on('end', () => {
    res.end()
    resolve({ body: Buffer.concat(parts), signature: req.headers['stripe-signature'] })
  })
})
server.listen(0, '127.0.0.1')
await once(server, 'listening')
const endpoint = await stripe.webhookEndpoints.create({
  url: `http://127.0.0.1:${server.address().port}/hook`,
  enabled_events: ['customer.updated'],
})
await stripe.customers.update(ada.id, { name: 'Hopper' })
const hook = await arrived
server.close()
const event = stripe.webhooks.constructEvent(hook.body, hook.signature, endpoint.secret)
assert.equal(event.data.object.name, 'Hopper')
assert.equal(event.data.previous_attributes.name, 'Grace')
ok('webhook')
assert.throws(
  () => stripe.webhooks.constructEvent(hook.body.toString() + ' ', hook.signature, endpoint.secret),
  Stripe.errors.StripeSignatureVerificationError,
)
ok('forged webhook')

const events = await stripe.events.list({ types: ['customer.updated'], limit: 5 })
assert.equal(events.data[0].id, event.id)
ok('events')

assert.equal((await stripe.customers.del(ada.id)).deleted, true)
assert.equal((await stripe.customers.retrieve(ada.id)).deleted, true)
ok('delete')
