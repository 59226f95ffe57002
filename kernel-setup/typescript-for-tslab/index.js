/** What tslab finds where it looks for its fork. The engine puts in here what the fork has on top. */
module.exports = require("typescript");
