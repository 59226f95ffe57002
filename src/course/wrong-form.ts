/** What was handed in is no answer of the kind that is asked for; the message says which, to one person. */
export class WrongForm extends Error {
	override name = "WrongForm";
}
