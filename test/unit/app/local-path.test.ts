import { describe, expect, it } from 'vitest'
import { isAbsolute, withoutTilde, withTilde } from '../../../src-renderer/app/local-path.ts'

describe('paths under the home folder', () => {
  it('begin with a tilde', () => {
    expect(withTilde('/home/ann/c', '/home/ann')).toBe('~/c')
    expect(withTilde('/home/ann', '/home/ann')).toBe('~')
    expect(withTilde('/home/anna/c', '/home/ann')).toBe('/home/anna/c')
  })

  it('stay as they are where there is no home folder to speak of', () => {
    expect(withTilde('/x', '/')).toBe('/x')
    expect(withTilde('/x', '')).toBe('/x')
    expect(withTilde('/x', null)).toBe('/x')
    expect(withoutTilde('~/x', '')).toBe('~/x')
    expect(withoutTilde('~/x', null)).toBe('~/x')
  })

  it('are read back', () => {
    expect(withoutTilde('~/x', '/home/ada')).toBe('/home/ada/x')
    expect(withoutTilde('~', '/home/ada')).toBe('/home/ada')
    expect(withoutTilde('~adam/x', '/home/ada')).toBe('~adam/x')
  })
})

it('tells absolute paths of both kinds', () => {
  expect(['/a', 'C:\\a', 'c:/a', '\\\\server\\a'].map(isAbsolute)).toEqual([true, true, true, true])
  expect(['a', '~', '~/a', 'C:a', ''].map(isAbsolute)).toEqual([false, false, false, false, false])
})
