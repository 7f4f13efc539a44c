// SPDX-License-Identifier: GPL-3.0-or-later
// Imports a profile with the importer of speedscope's release, without its window: node speedscope.mjs RELEASE FILE, where
// RELEASE is the folder dist/release of the npm package. Prints how many samples speedscope has then.
import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';

const [release, file] = process.argv.slice(2);
const bundle = readdirSync(release).find(name => /^speedscope-.*\.js$/.test(name));
let code = readFileSync(join(release, bundle), 'utf8');
// What the page calls when a file is dropped on it.
const found = code.match(/async function (\w+)\(\w+,\w+\)\{return\(await \w+\)\.importProfilesFromArrayBuffer\(/);
if (!found) {
    console.error('This release of speedscope has no importer that is known here.');
    process.exit(2);
}
code = code.replace('(()=>{', `(()=>{globalThis.importProfiles=${found[1]};`);

// The page looks for a browser first. It gets nothing that answers, and goes no further than that.
const nothing = new Proxy(function () {}, {
    get: (target, key) => key === Symbol.toPrimitive ? () => '' : key === 'then' ? undefined : nothing,
    apply: () => nothing,
    construct: () => nothing,
    set: () => true,
});
globalThis.window = globalThis;
for (const name of ['document', 'location', 'navigator', 'localStorage', 'getComputedStyle', 'matchMedia'])
    globalThis[name] ??= nothing;
const log = console.log;
console.log = () => {};
try {
    (0, eval)(code);
} catch {
    // The page cannot be shown here; the importer was there before.
}

const bytes = readFileSync(file);
const group = await globalThis.importProfiles('profile.pb.gz', bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
if (!group?.profiles?.length) {
    console.error('speedscope could not import the profile.');
    process.exit(1);
}
log(group.profiles[0].samples.length);
process.exit(0);
