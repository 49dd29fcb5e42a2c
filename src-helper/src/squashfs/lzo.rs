//! Decoder of LZO1X blocks, after the description of the byte stream in the Linux kernel's
//! documentation (`Documentation/staging/lzo.rst`). The one permissive library grows its output
//! without bound, so hostile blocks need a decoder that stops at the end of its buffer.

struct Input<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Input<'_> {
    fn byte(&mut self) -> Option<usize> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(usize::from(byte))
    }

    fn pair(&mut self) -> Option<usize> {
        Some(self.byte()? | (self.byte()? << 8))
    }

    /// A length whose bits in the instruction were all zero: 255 for every zero byte that follows.
    fn long_length(&mut self, base: usize) -> Option<usize> {
        let mut length = base;
        loop {
            match self.byte()? {
                0 => length = length.checked_add(255)?,
                last => return length.checked_add(last),
            }
        }
    }
}

struct Output<'a> {
    bytes: &'a mut [u8],
    at: usize,
}

impl Output<'_> {
    fn literals(&mut self, input: &mut Input<'_>, count: usize) -> Option<()> {
        let from = input.bytes.get(input.at..input.at.checked_add(count)?)?;
        self.bytes.get_mut(self.at..self.at.checked_add(count)?)?.copy_from_slice(from);
        input.at += count;
        self.at += count;
        Some(())
    }

    fn copy(&mut self, distance: usize, length: usize) -> Option<()> {
        let start = self.at.checked_sub(distance)?;
        let end = self.at.checked_add(length)?;
        if end > self.bytes.len() {
            return None;
        }
        if distance >= length {
            self.bytes.copy_within(start..start + length, self.at);
        } else {
            for offset in 0..length {
                self.bytes[self.at + offset] = self.bytes[start + offset];
            }
        }
        self.at = end;
        Some(())
    }
}

/// Expands one block into `target`; answers how many bytes came out, or nothing if the block is broken.
pub fn decode(source: &[u8], target: &mut [u8]) -> Option<usize> {
    let mut input = Input { bytes: source, at: 0 };
    let mut output = Output { bytes: target, at: 0 };
    // How many literals followed the last instruction; 4 stands for "four or more".
    let mut state = 0;
    if let Some(&first @ 18..) = source.first() {
        input.at = 1;
        let count = usize::from(first) - 17;
        output.literals(&mut input, count)?;
        state = count.min(4);
    }
    loop {
        let instruction = input.byte()?;
        let (distance, length, trailing) = match instruction {
            0..=15 if state == 0 => {
                let count = match instruction {
                    0 => input.long_length(18)?,
                    count => count + 3,
                };
                output.literals(&mut input, count)?;
                state = 4;
                continue;
            }
            0..=15 => {
                let near = (input.byte()? << 2) + (instruction >> 2);
                if state == 4 { (near + 2049, 3, instruction & 3) } else { (near + 1, 2, instruction & 3) }
            }
            16..=31 => {
                let length = match instruction & 7 {
                    0 => input.long_length(9)?,
                    count => count + 2,
                };
                let pair = input.pair()?;
                let distance = 16384 + ((instruction & 8) << 11) + (pair >> 2);
                if distance == 16384 {
                    return Some(output.at);
                }
                (distance, length, pair & 3)
            }
            32..=63 => {
                let length = match instruction & 31 {
                    0 => input.long_length(33)?,
                    count => count + 2,
                };
                let pair = input.pair()?;
                ((pair >> 2) + 1, length, pair & 3)
            }
            64..=127 => {
                let distance = (input.byte()? << 3) + ((instruction >> 2) & 7) + 1;
                (distance, 3 + ((instruction >> 5) & 1), instruction & 3)
            }
            _ => {
                let distance = (input.byte()? << 3) + ((instruction >> 2) & 7) + 1;
                (distance, 5 + ((instruction >> 5) & 3), instruction & 3)
            }
        };
        output.copy(distance, length)?;
        output.literals(&mut input, trailing)?;
        state = trailing;
    }
}
