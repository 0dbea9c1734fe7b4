// Runs files of tests whose steps follow each other. Such a file can be retried only as a whole: one that has failed is run once more,
// from the beginning and in a new window, and that it was is said.

/** True when each file has passed, the first or the second time. `attempt` counts from 1. */
export async function runJourneys(
  files: readonly string[],
  run: (file: string, attempt: number) => Promise<boolean> | boolean,
): Promise<boolean> {
  const again: string[] = [];
  const failed: string[] = [];
  for (const file of files) {
    console.log(`\n${file}`);
    if (await run(file, 1)) continue;
    console.log(`\n${file} has failed, and is run once more.`);
    again.push(file);
    if (!(await run(file, 2))) failed.push(file);
  }
  const second = again.filter((file) => !failed.includes(file));
  if (second.length > 0) console.log(`Passed the second time only: ${second.join(', ')}.`);
  if (failed.length > 0) console.error(`Failed: ${failed.join(', ')}.`);
  return failed.length === 0;
}
