export { type Course, openTender, type Procedure, procedureIn } from './procedure.js';
