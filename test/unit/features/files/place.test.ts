import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPlace, writePlace } from '../../../../src-renderer/features/files/place.ts'

describe('the place in the files of an image', () => {
  it('is an entry in its folder, or with a slash at its end the folder', () => {
    expect(readPlace(null)).toEqual({ here: '/', chosen: null })
    expect(readPlace('/')).toEqual({ here: '/', chosen: null })
    expect(readPlace('/etc/')).toEqual({ here: '/etc', chosen: null })
    expect(readPlace('/etc/os-release')).toEqual({ here: '/etc', chosen: '/etc/os-release' })
    expect(readPlace('etc//./x')).toEqual({ here: '/etc', chosen: '/etc/x' })
    expect(readPlace('/bin')).toEqual({ here: '/', chosen: '/bin' })
  })

  it('comes back from the address as it was, whatever bytes a name has', () => {
    const name = fc.string({
      unit: fc.constantFrom('a', '\\', 'x', 'f', '0', ' ', 'ü', '\udcff', '\udc80', '%', '?', '&'),
      minLength: 1,
    })
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), fc.boolean(), (names, isFolder) => {
        const path = `/${names.join('/')}`
        const parent = names.length === 1 ? '/' : `/${names.slice(0, -1).join('/')}`
        const place = isFolder ? { here: path, chosen: null } : { here: parent, chosen: path }
        const query = new URLSearchParams({ at: writePlace(place) ?? '' })
        expect(readPlace(new URLSearchParams(query.toString()).get('at'))).toEqual(place)
      }),
    )
    expect(writePlace({ here: '/', chosen: null })).toBeNull()
  })
})
