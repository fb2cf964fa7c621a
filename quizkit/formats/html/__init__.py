"""The quiz as one self-contained web page, to be read, printed or handed out."""
