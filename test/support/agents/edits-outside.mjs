// Reaches for what is not its own: a link out of the slot, the plan's boxes, NecroCode's own files.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';

writeFileSync('fine.txt', 'fine\n');
mkdirSync('.kiro/registry', { recursive: true });
mkdirSync('.kiro/specs/demo', { recursive: true });
writeFileSync('.kiro/registry/events.jsonl', '{"seq":1}\n');
writeFileSync('.kiro/specs/demo/tasks.md', '- [x] 1. everything is done\n');
if (process.argv[2] === 'link') symlinkSync('/etc/passwd', 'passwords');
