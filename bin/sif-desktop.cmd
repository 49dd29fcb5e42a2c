@echo off
rem Runs the command line from a checkout; sets the checkout up first when something changed.
setlocal
set "root=%~dp0.."
node "%root%\scripts\set-up.mjs" 1>&2
if errorlevel 1 exit /b 1
set "node=%root%\node_modules\node\bin\node.exe"
if not exist "%node%" set "node=node"
"%node%" "%root%\dist\main\cli.js" %*
