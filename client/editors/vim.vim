" sprag: every save is told to the daemon, and `:make` lists what is wrong with the app.
set makeprg=sprag\ check\ --output-format\ concise
set errorformat=%f:%l:%c:\ %trror[SPR%n]\ %m,%f:%l:%c:\ %tarning[SPR%n]\ %m,%f:%l:%c:\ %tnfo[SPR%n]\ %m,%-G%.%#
augroup sprag
  autocmd!
  autocmd BufWritePost *.py,*.html,*.css,*.js,*.mjs
    \ if executable('sprag')
    \ | call job_start(['sprag', 'hook', '--no-wait', expand('<afile>:p')], {'stoponexit': ''})
    \ | endif
augroup END
