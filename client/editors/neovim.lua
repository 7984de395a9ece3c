-- sprag: every save is told to the daemon, and `:make` lists what is wrong with the app.
vim.o.makeprg = "sprag check --output-format concise"
vim.o.errorformat = table.concat({
  "%f:%l:%c: %trror[SPR%n] %m",
  "%f:%l:%c: %tarning[SPR%n] %m",
  "%f:%l:%c: %tnfo[SPR%n] %m",
  "%-G%.%#",
}, ",")
vim.api.nvim_create_autocmd("BufWritePost", {
  group = vim.api.nvim_create_augroup("sprag", { clear = true }),
  pattern = { "*.py", "*.html", "*.css", "*.js", "*.mjs" },
  callback = function(event)
    if vim.fn.executable("sprag") == 1 then
      local file = vim.fn.fnamemodify(event.match, ":p")
      vim.fn.jobstart({ "sprag", "hook", "--no-wait", file }, { detach = true })
    end
  end,
})
