import { describe, expect, it } from 'vitest'
import { createHeardOutput, type Heard } from '../../../../src-main/engine/build/remote/heard-output.ts'

function listen(before: Heard | null = null) {
  const lines: string[] = []
  return { lines, output: createHeardOutput((line) => lines.push(line), before) }
}

describe('what is heard of a live output', () => {
  it('is lines, however the pieces are cut, and a last one without an end', () => {
    const { lines, output } = listen()
    output.begin()
    for (const piece of ['a', 'b\nc', '', '\n', 'd']) output.text(piece)
    output.finish(true)
    expect(lines).toEqual(['ab', 'c', 'd'])
  })

  it('is told once when a stream begins from the start again, cut in the middle of a line', () => {
    const { lines, output } = listen()
    output.begin()
    output.text('one\ntwo\nthr')
    output.begin()
    output.text('one\ntwo\n')
    output.text('three\nfour\n')
    output.finish(true)
    expect(lines).toEqual(['one', 'two', 'three', 'four'])
  })

  it('goes on when a stream goes on, in the middle of a line too', () => {
    const { lines, output } = listen()
    output.begin()
    output.text('one\ntwo\nthr')
    output.begin()
    output.text('ee\nfour\n')
    output.finish(true)
    expect(lines).toEqual(['one', 'two', 'three', 'four'])
  })

  it('is not lost when what goes on looks like the beginning', () => {
    const { lines, output } = listen()
    output.begin()
    output.text('+ make\nok\n+ make\nfailed\n')
    output.begin()
    output.text('+ make\n')
    output.finish(true)
    expect(lines).toEqual(['+ make', 'ok', '+ make', 'failed', '+ make'])
  })

  it('is told whole when the same number of lines says something else', () => {
    const { lines, output } = listen()
    output.begin()
    output.text('a\nb\n')
    output.begin()
    output.text('a\nc\nd\n')
    output.finish(true)
    expect(lines).toEqual(['a', 'b', 'a', 'c', 'd'])
  })

  it('is known again by another engine', () => {
    const first = listen()
    first.output.begin()
    first.output.text('one\ntwo\n')
    const second = listen(first.output.heard())
    second.output.begin()
    second.output.text('one\ntwo\nthree\n')
    second.output.begin()
    second.output.text('one\ntwo\nthree\nfour\n')
    second.output.finish(true)
    expect(second.lines).toEqual(['three', 'four'])
  })

  it('cuts a line that never ends', () => {
    const { lines, output } = listen()
    output.begin()
    for (let count = 0; count < 40; count += 1) output.text('x'.repeat(10_000))
    output.finish(false)
    expect(lines.length).toBeGreaterThan(3)
    expect(lines.join('').length).toBe(400_000)
  })
})
