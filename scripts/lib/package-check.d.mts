export function fuseProblems(program: string): Promise<string[]>
export function contentProblems(folder: string, inside: readonly string[]): string[]
