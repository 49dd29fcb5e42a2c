import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addressOf, readRoute } from '../../../src-renderer/app/address.ts'

describe('addresses', () => {
  it('lead back to the image they were made for, whatever its path', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'binary' }), (path) => {
        expect(readRoute(addressOf.image(path, 'files'))).toMatchObject({ view: 'image', path, tab: 'files' })
      }),
    )
  })

  it('lead back to containers, keys, jobs and sections', () => {
    expect(readRoute(addressOf.container('sylabs', 'acme/genomics/gatk'))).toMatchObject({
      view: 'library',
      remote: 'sylabs',
      path: 'acme/genomics/gatk',
    })
    expect(readRoute(addressOf.key('A'.repeat(40)))).toMatchObject({ view: 'key', fingerprint: 'A'.repeat(40) })
    expect(readRoute(addressOf.activity('job 1/2'))).toMatchObject({ view: 'activity', jobId: 'job 1/2' })
    expect(readRoute(addressOf.settings('storage'))).toMatchObject({ view: 'settings', section: 'storage' })
  })

  it('lead back to drafts and builds; without one a new build begins', () => {
    expect(readRoute(addressOf.draft('a b'))).toEqual({ view: 'builds', open: 'draft', id: 'a b' })
    expect(readRoute(addressOf.build('7'))).toEqual({ view: 'builds', open: 'build', id: '7' })
    expect(readRoute(addressOf.builds())).toEqual({ view: 'builds', open: 'new' })
    expect(readRoute('/builds/draft')).toEqual({ view: 'builds', open: 'new' })
  })

  it('start at Images, and name what leads nowhere', () => {
    expect(readRoute('')).toMatchObject({ view: 'images' })
    expect(readRoute('#/')).toMatchObject({ view: 'images' })
    expect(readRoute('/nowhere/%zz')).toMatchObject({ view: 'unknown', address: '/nowhere/%zz' })
    expect(readRoute('/image')).toMatchObject({ view: 'unknown' })
  })

  it('never throw, whatever is typed', () => {
    fc.assert(fc.property(fc.string(), (text) => typeof readRoute(text).view === 'string'))
  })

  it('have no white space or backslash, as the shell demands', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        (text) => /^\/[^\s\\]*$/.test(addressOf.image(text)) && /^\/[^\s\\]*$/.test(addressOf.key(text)),
      ),
    )
  })
})
