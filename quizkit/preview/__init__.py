"""``quizkit preview``: the web page of a quiz, made anew whenever its source changes."""
