-- Opens a quiz in Neovim with quizkit's language server, does what an author does, and writes
-- what came of it as JSON. Variables: QUIZ, SERVER (a JSON list), RESULT.
local quiz, result = vim.env.QUIZ, vim.env.RESULT
local server = vim.fn.json_decode(vim.env.SERVER)
local seen = {}

vim.cmd("edit " .. vim.fn.fnameescape(quiz))
local buffer = vim.api.nvim_get_current_buf()
local start = vim.lsp.start_client or vim.lsp.start
local client = start({ name = "quizkit", cmd = server, root_dir = vim.fn.fnamemodify(quiz, ":h") })
vim.lsp.buf_attach_client(buffer, client)

local function codes()
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    local code = diagnostic.code or diagnostic.user_data.lsp.code
    table.insert(found, string.format("%s:%d:%d", code, diagnostic.lnum + 1, diagnostic.col + 1))
  end
  table.sort(found)
  return found
end

local function wait_for(count)
  return vim.wait(20000, function() return #vim.diagnostic.get(buffer) == count end, 20)
end

local function ask(method, more)
  local params = { textDocument = vim.lsp.util.make_text_document_params(buffer) }
  for key, value in pairs(more or {}) do params[key] = value end
  local answers = vim.lsp.buf_request_sync(buffer, method, params, 20000) or {}
  for _, answer in pairs(answers) do return answer.result end
end

seen.arrived = wait_for(2)
seen.codes = codes()

local place = { line = 6, character = 16 }
local actions = ask("textDocument/codeAction", {
  range = { start = place, ["end"] = place }, context = { diagnostics = {} },
}) or {}
seen.actions = {}
for _, action in ipairs(actions) do table.insert(seen.actions, action.title) end
if actions[1] then vim.lsp.util.apply_workspace_edit(actions[1].edit, "utf-16") end
seen.line = vim.api.nvim_buf_get_lines(buffer, 6, 7, true)[1]
seen.fixed = wait_for(1)

vim.api.nvim_buf_set_text(buffer, 9, 2, 9, 5, { "✅" })
seen.typed = wait_for(0)
seen.left = codes()

local hover = ask("textDocument/hover", { position = { line = 4, character = 5 } })
seen.hover = hover and hover.contents.value or ""
seen.outline = {}
for _, symbol in ipairs(ask("textDocument/documentSymbol") or {}) do
  table.insert(seen.outline, symbol.name)
end
seen.folds = #(ask("textDocument/foldingRange") or {})

local file = assert(io.open(result, "w"))
file:write(vim.fn.json_encode(seen))
file:close()
vim.cmd("qall!")
