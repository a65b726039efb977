import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { expect } from 'chai'
import { createTwoFactor, openApiDocument } from '../../src/index.js'
import { OPERATIONS } from '../../src/views/operations.js'
import { VIEWS } from '../../src/views/view.js'
import { MINIMAL_OPTIONS } from '../manifest/minimal-options.js'
import { servedRoutes } from '../manifest/served-routes.js'
import { everyView, frame } from '../pages/views.js'
import { responses } from './responses.js'

const packageJson = JSON.parse(readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8'))
const operations = Object.values(OPERATIONS).flat()

describe('the OpenAPI document', () => {
  const document = openApiDocument({ url: 'https://portal.acme.example/two-factor', name: 'Acme Portal' })

  it('is one, by the schema of OpenAPI 3.1', async () => {
    const { valid, errors } = await new Validator().validate(JSON.parse(JSON.stringify(document)))
    expect(errors ?? []).to.deep.equal([])
    expect(valid).to.equal(true)
    expect(document.openapi).to.equal('3.1.0')
  })

  it('has this package’s version and the address of the mount', () => {
    expect(document.info).to.include({ title: 'Acme Portal', version: packageJson.version })
    expect(document.servers).to.deep.equal([{ url: 'https://portal.acme.example/two-factor' }])
  })

  it('names every route that the router serves, and no other', () => {
    const told = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const served = servedRoutes(createTwoFactor(MINIMAL_OPTIONS).router()).flatMap(({ path, methods }) =>
      methods.map((method) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`),
    )
    expect(told).to.have.members(served)
  })

  it('has each operation once, under an id of its own', () => {
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    )
    expect(new Set(ids).size).to.equal(ids.length)
    expect(ids.length).to.equal(operations.length)
  })

  it('has every page that JSON can be answered with', () => {
    const told = new Set(operations.flatMap(({ views = [] }) => views))
    expect([...told, 'error']).to.have.members(Object.keys(VIEWS))
  })

  it('leads every reference somewhere', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)]
    expect(references.length).to.be.above(20)
    for (const [, name] of references) expect(document.components.schemas).to.have.property(name ?? '')
  })

  it('wants the token for every change, and a session for all but what is for everybody', () => {
    for (const { method, path, who } of operations) {
      const { security } = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method] ?? {}
      const wanted = who === 'everybody' ? [] : [method === 'post' ? { session: [], csrf: [] } : { session: [] }]
      expect(security, `${method} ${path}`).to.deep.equal(wanted)
    }
  })

  it('describes what every page shows, and lets nothing else through', () => {
    const judged = responses(document)
    for (const view of everyView(frame('en'))) {
      if (view.page === 'error') continue
      const told = VIEWS[view.page].parse(view)
      expect(judged.view(view.page, told)).to.deep.equal([])
      expect(judged.view(view.page, { ...told, secret: 'x' })).not.to.deep.equal([])
      const { csrfToken: _without, ...rest } = told
      expect(judged.view(view.page, rest)).not.to.deep.equal([])
    }
  })
})
