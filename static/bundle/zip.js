// ZIP archives are how loose picture files travel together.
export { downloadZip } from "client-zip";
